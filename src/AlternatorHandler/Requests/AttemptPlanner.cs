using AlternatorHandler.Nodes;
using AlternatorHandler.Outcomes;
using AlternatorHandler.Routing;

namespace AlternatorHandler.Requests;

/// <summary>Chooses the node of each attempt: the one that the request's key prefers, else by the router, else any in panic.</summary>
internal sealed class AttemptPlanner(Router router, NodeTable nodes, TimeProvider timeProvider)
{
    /// <exception cref="HttpRequestException">The scopes are strict and their nodes are unknown. So for the other methods.</exception>
    public AlternatorNode ChooseFirst(AlternatorCall call) => Preferred(call) ?? router.PickFirst(call.Operation) ?? InPanic(call);

    /// <summary>Chooses the node for a copy of a read, or for the read itself where it may have one.</summary>
    public AlternatorNode ChooseHedged(AlternatorCall call) => router.PickNext(call.Operation, call.Tried) ?? InPanic(call);

    /// <summary>Chooses the node after a failed attempt. That the cluster limits the rate is no reason to distrust its nodes.</summary>
    public AlternatorNode ChooseNext(AlternatorCall call, AttemptKind failed) =>
        Preferred(call) ?? router.PickNext(call.Operation, call.Tried, mayBeDown: failed != AttemptKind.Throttled) ?? InPanic(call);

    private AlternatorNode? Preferred(AlternatorCall call) => call.Preferred is { } preferred ? router.PickPreferred(preferred, call.Tried) : null;

    private AlternatorNode InPanic(AlternatorCall call)
    {
        call.PanicSince = call.PanicSince == 0 ? timeProvider.GetTimestamp() : call.PanicSince;
        return router.PickInPanic(call.Tried) ?? throw RequestFailure.NoKnownNodes(nodes);
    }
}
