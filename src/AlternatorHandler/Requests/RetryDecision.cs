using AlternatorHandler.Options;
using AlternatorHandler.Outcomes;
using AlternatorHandler.Protocol;




namespace AlternatorHandler.Requests;

/// <summary>Decides whether a failed request goes to another node.</summary>
/// <param name="options">What may be retried.</param>
/// <param name="budget">How much.</param>
/// <param name="timeProvider">The cluster's time.</param>
/// <param name="budgetIsExhausted">Told when a request is given up for want of budget.</param>
internal sealed class RetryDecision(LiveOptions options, RetryBudget budget, TimeProvider timeProvider, Action? budgetIsExhausted = null)
{
    /// <summary>Decides, and takes the retry out of the budget.</summary>
    /// <param name="call">The request.</param>
    /// <param name="retry">The number of the retry, from 0.</param>
    public async ValueTask<bool> MayRetryAsync(AlternatorCall call, int retry) =>
        call.Last.Kind is not (AttemptKind.Answered or AttemptKind.Abandoned)
        && call.IsReplayable
        && !call.CancellationToken.IsCancellationRequested
        && IsTimeLeft(call, RetryDelay.AtMost(call.Last.Kind, retry))
        && (call.Last.IsUnexecuted || await MayBeAppliedTwiceAsync(call).ConfigureAwait(false))
        && (IsFree(call.Last.Kind) || TryPay());

    // A node that goes down gives back all that it holds at once, which may be more than the budget has. It holds them once, so this can't become a storm.
    private static bool IsFree(AttemptKind kind) => kind == AttemptKind.NodeWentDown;

    private bool TryPay()
    {
        if (budget.TryRetry(timeProvider.GetTimestamp()))
        {
            return true;
        }

        budgetIsExhausted?.Invoke();
        return false;
    }

    private bool IsTimeLeft(AlternatorCall call, TimeSpan delay) =>
        timeProvider.GetElapsedTime(call.Started) + delay < options.Current.Retry.TotalTimeout
        && (call.PanicSince == 0 || timeProvider.GetElapsedTime(call.PanicSince) < options.Current.HealthProbe.Timeout);

    private async ValueTask<bool> MayBeAppliedTwiceAsync(AlternatorCall call)
    {
        if (call.Operation.Kind == OperationKind.Read || options.Current.RetryWrites == RetryWritesMode.Always)
        {
            return true;
        }

        // A compressed body would have to be decompressed to be understood.
        if (options.Current.RetryWrites == RetryWritesMode.Never || call.Request.Content is not { } content || content.Headers.ContentEncoding.Count > 0)
        {
            return false;
        }

        return IdempotentWrite.Is(call.Operation.Name, await content.ReadAsByteArrayAsync(call.CancellationToken).ConfigureAwait(false));
    }
}
