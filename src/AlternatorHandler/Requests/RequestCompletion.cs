using AlternatorHandler.Affinity;
using AlternatorHandler.Nodes;
using AlternatorHandler.Outcomes;

namespace AlternatorHandler.Requests;

/// <summary>Converts the outcome of the last attempt into the caller's result: a response, or an exception that lists the attempts.</summary>
internal sealed class RequestCompletion(NodeTable nodes, AffinityFinder? affinity, SdkRetryWarning sdkRetries, TimeProvider timeProvider)
{
    public HttpResponseMessage Complete(AlternatorCall call, in AttemptOutcome last)
    {
        if (last.Response is not null)
        {
            call.Telemetry?.RecordResponse(call.Node, ErrorTypes.FromOutcome(last));
        }

        if (last.Kind == AlternatorAttemptOutcome.Answered)
        {
            if (call.Preferred is not null)
            {
                affinity?.OnRejected(call.Request, last.Reason);
            }

            return last.Response!;
        }

        if (call.CancellationToken.IsCancellationRequested)
        {
            last.Response?.Dispose();
            throw new OperationCanceledException(call.CancellationToken);
        }

        sdkRetries.Check(call.Request);
        return last.Response ?? throw RequestFailure.Create(call, last, nodes.Current, timeProvider);
    }
}
