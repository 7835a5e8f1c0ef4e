using AlternatorHandler.Resilience.Idempotency;
using AlternatorHandler.Resilience.Outcomes;
using AlternatorHandler.Routing;

namespace AlternatorHandler.Resilience;

/// <summary>Decides whether a failed request goes to another node.</summary>
/// <param name="options">What may be retried.</param>
/// <param name="budget">How much.</param>
/// <param name="timeProvider">The cluster's time.</param>
/// <param name="budgetIsExhausted">Told when a request is given up for want of budget.</param>
internal sealed class RetryDecision(LiveOptions options, RetryBudget budget, TimeProvider timeProvider, Action? budgetIsExhausted = null)
{
    /// <summary>Decides, says in the call how long to wait before the retry, and takes it out of the budget.</summary>
    /// <param name="call">The request.</param>
    /// <param name="retry">The number of the retry, from 0.</param>
    public async ValueTask<bool> MayRetryAsync(AlternatorCall call, int retry)
    {
        if (call.Last.Kind is AttemptKind.Answered or AttemptKind.Abandoned || !call.IsReplayable || call.CancellationToken.IsCancellationRequested)
        {
            return false;
        }

        // Before all else: a retry that would begin after the request's time must not wait for it.
        call.RetryDelay = RetryDelay.Of(call.Last.Kind, retry);
        return IsTimeLeft(call)
            && (call.Last.IsUnexecuted || await MayBeAppliedTwiceAsync(call).ConfigureAwait(false))
            && (IsFree(call.Last.Kind) || TryPay());
    }

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

    private bool IsTimeLeft(AlternatorCall call) =>
        timeProvider.GetElapsedTime(call.Started) + call.RetryDelay < options.Current.Retry.TotalTimeout
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
