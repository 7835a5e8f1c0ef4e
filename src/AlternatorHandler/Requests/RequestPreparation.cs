using AlternatorHandler.Affinity;
using AlternatorHandler.Loops;
using AlternatorHandler.Options;
using AlternatorHandler.Protocol;
using AlternatorHandler.Wire;

namespace AlternatorHandler.Requests;

/// <summary>Prepares a message for its first attempt, and restores it after the last attempt.</summary>
internal sealed class RequestPreparation(
    LiveOptions options,
    string? hostHeader,
    RequestActivity activity,
    RetryBudget budget,
    AffinityFinder? affinity,
    WirePipeline wire,
    TimeProvider timeProvider)
{
    public async ValueTask PrepareAsync(AlternatorCall call)
    {
        call.Started = timeProvider.GetTimestamp();
        call.HasTraceHeaders = TraceHeaders.ArePresent(call.Request);
        activity.RecordRequest(call.Started);
        budget.RecordRequest(call.Started);
        call.IsReplayable = await RequestBody.EnsureReplayableAsync(call.Request.Content, options.Current.Retry.MaxBufferSize, call.CancellationToken).ConfigureAwait(false);
        call.Preferred = affinity?.Find(call.Request, call.Operation);
        call.Request.Headers.Host = HostRule.GetHost(call.Request, call.Uri, hostHeader);
    }

    public void Restore(AlternatorCall call)
    {
        call.Request.RequestUri = call.Uri;
        call.Request.Headers.Host = call.Host;
        wire.Release(call.Request);
    }
}
