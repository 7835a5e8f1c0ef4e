using AlternatorHandler.Nodes;
using AlternatorHandler.Routing;

namespace AlternatorHandler.Requests;

/// <summary>Chooses the node of each attempt: the node that the request's partition key prefers, otherwise the router's choice, otherwise any node (panic).</summary>
internal sealed class AttemptPlanner(Router router, NodeTable nodes, TimeProvider timeProvider)
{
    /// <summary>Chooses the node for the first attempt of a request that is not hedged.</summary>
    /// <exception cref="HttpRequestException">The scopes are strict and no node in them is known. The other methods throw this exception too.</exception>
    public AlternatorNode ChooseFirst(AlternatorCall call) => FindPreferred(call) ?? router.PickFirst(call.Operation) ?? ChooseInPanic(call);

    /// <summary>Chooses the node for either copy of a read that may be hedged.</summary>
    public AlternatorNode ChooseHedged(AlternatorCall call) => router.PickNext(call.Operation, call.TriedNodes) ?? ChooseInPanic(call);

    /// <summary>Chooses the node for the attempt after a failed one. After throttling, which is not evidence against any node, a node that is down is not preferred to a usable one.</summary>
    public AlternatorNode ChooseNext(AlternatorCall call, AlternatorAttemptOutcome failed) =>
        FindPreferred(call) ?? router.PickNext(call.Operation, call.TriedNodes, mayBeDown: failed != AlternatorAttemptOutcome.Throttled) ?? ChooseInPanic(call);

    private AlternatorNode? FindPreferred(AlternatorCall call) => call.Preferred is { } preferred ? router.PickPreferred(preferred, call.TriedNodes) : null;

    private AlternatorNode ChooseInPanic(AlternatorCall call)
    {
        call.PanicSince = call.PanicSince == 0 ? timeProvider.GetTimestamp() : call.PanicSince;
        return router.PickInPanic(call.TriedNodes) ?? throw RequestFailure.NoKnownNodes(nodes);
    }
}
