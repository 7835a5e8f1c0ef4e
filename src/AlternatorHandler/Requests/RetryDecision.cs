using AlternatorHandler.Options;
using AlternatorHandler.Outcomes;
using AlternatorHandler.Protocol;
using AlternatorHandler.Telemetry;

namespace AlternatorHandler.Requests;

/// <summary>Decides whether a failed request is retried on another node.</summary>
internal sealed class RetryDecision(string clusterName, LiveOptions options, RetryBudget budget, AlternatorMetrics metrics, TimeProvider timeProvider)
{
    /// <summary>Decides whether to retry, and takes the retry out of the budget.</summary>
    /// <param name="call">The request.</param>
    /// <param name="failed">The outcome of its last attempt.</param>
    /// <param name="retry">The number of the retry, from 0.</param>
    public async ValueTask<bool> ShouldRetryAsync(AlternatorCall call, AttemptOutcome failed, int retry) =>
        failed.Kind is not (AlternatorAttemptOutcome.Answered or AlternatorAttemptOutcome.Abandoned)
        && call.IsReplayable
        && !call.CancellationToken.IsCancellationRequested
        && IsTimeLeft(call, RetryDelay.GetMaximum(failed.Kind, retry))
        && (failed.IsUnexecuted || await IsSafeToRepeatAsync(call).ConfigureAwait(false))
        && (IsExemptFromBudget(failed.Kind) || TryConsumeBudget());

    // A node that goes down fails all of its requests in flight at once, which may exceed the budget. It happens once each time a node goes down, so it cannot become a storm.
    private static bool IsExemptFromBudget(AlternatorAttemptOutcome kind) => kind == AlternatorAttemptOutcome.NodeWentDown;

    private bool TryConsumeBudget()
    {
        if (budget.TryConsume(timeProvider.GetTimestamp()))
        {
            return true;
        }

        metrics.RecordRetryBudgetExhausted(clusterName);
        return false;
    }

    private bool IsTimeLeft(AlternatorCall call, TimeSpan delay) =>
        timeProvider.GetElapsedTime(call.Started) + delay < options.Current.Retry.TotalTimeout
        && (call.PanicSince == 0 || timeProvider.GetElapsedTime(call.PanicSince) < options.Current.HealthProbe.Timeout);

    private async ValueTask<bool> IsSafeToRepeatAsync(AlternatorCall call)
    {
        if (call.Operation.Kind == OperationKind.Read || options.Current.RetryWrites == AlternatorRetryWritesMode.Always)
        {
            return true;
        }

        // A compressed body cannot be inspected without decompressing it.
        if (options.Current.RetryWrites == AlternatorRetryWritesMode.Never || call.Request.Content is not { } content || content.Headers.ContentEncoding.Count > 0)
        {
            return false;
        }

        return IdempotentWrite.IsIdempotent(call.Operation, await content.ReadAsByteArrayAsync(call.CancellationToken).ConfigureAwait(false));
    }
}
