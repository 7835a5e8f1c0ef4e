using System.Runtime.ExceptionServices;
using AlternatorHandler.Outcomes;
using Polly;
using Polly.Retry;

namespace AlternatorHandler.Requests;

/// <summary>Retries requests on other nodes with Polly. A request enters the pipeline only after its first attempt failed, so that the common case has no overhead.</summary>
internal sealed class FailoverPipeline
{
    private static readonly ResiliencePropertyKey<Failover> FailoverKey = new("AlternatorHandler.Failover");

    private readonly RetryDecision _decision;
    private readonly Action<RetryStrategyOptions<HttpResponseMessage>>? _configure;
    private readonly TimeProvider _timeProvider;
    private ResiliencePipeline<HttpResponseMessage> _pipeline;

    public FailoverPipeline(AlternatorRetryOptions options, RetryDecision decision, Action<RetryStrategyOptions<HttpResponseMessage>>? configure, TimeProvider timeProvider)
    {
        (_decision, _configure, _timeProvider) = (decision, configure, timeProvider);
        _pipeline = Build(options);
    }

    /// <summary>Applies changed options. Requests that are already failing over keep the previous options.</summary>
    public void Change(AlternatorRetryOptions options) => Volatile.Write(ref _pipeline, Build(options));

    /// <summary>Continues a request whose first attempt failed.</summary>
    /// <param name="call">The request.</param>
    /// <param name="first">The outcome of the first attempt.</param>
    /// <param name="attempt">Makes the next attempt, given the outcome of the previous one.</param>
    /// <returns>The outcome of the last attempt.</returns>
    public async ValueTask<AttemptOutcome> ContinueAsync(AlternatorCall call, AttemptOutcome first, Func<AlternatorCall, AttemptOutcome, ValueTask<AttemptOutcome>> attempt)
    {
        var failover = new Failover(call, first, attempt);
        var context = ResilienceContextPool.Shared.Get(call.Operation.Name, call.CancellationToken);
        context.Properties.Set(FailoverKey, failover);
        try
        {
            var outcome = await Volatile.Read(ref _pipeline).ExecuteOutcomeAsync(
                static (context, failover) => failover.ExecuteAsync(context.ContinueOnCapturedContext),
                context,
                failover).ConfigureAwait(false);

            // A failed attempt is an outcome. A thrown exception is a bug, for example in the application's policy; the last response is lost.
            if (outcome.Exception is { } bug && bug != failover.Last.Exception && !call.CancellationToken.IsCancellationRequested)
            {
                ExceptionDispatchInfo.Throw(bug);
            }

            return failover.Last;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private ResiliencePipeline<HttpResponseMessage> Build(AlternatorRetryOptions options)
    {
        var builder = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = _timeProvider };
        if (options.MaxAttempts > 1)
        {
            var retry = new RetryStrategyOptions<HttpResponseMessage>
            {
                Name = "AlternatorFailover",
                MaxRetryAttempts = options.MaxAttempts - 1,
                DelayGenerator = args => new ValueTask<TimeSpan?>(RetryDelay.Get(GetFailover(args.Context).Last.Kind, args.AttemptNumber)),
            };

            // Polly calls this after the last attempt as well. The budget must not be charged for a retry that is never made.
            retry.ShouldHandle = args => args.AttemptNumber < retry.MaxRetryAttempts && GetFailover(args.Context) is var failover
                ? _decision.ShouldRetryAsync(failover.Call, failover.Last, args.AttemptNumber)
                : new ValueTask<bool>(false);
            _configure?.Invoke(retry);
            builder.AddRetry(retry);
        }

        return builder.Build();
    }

    private static Failover GetFailover(ResilienceContext context) =>
        context.Properties.TryGetValue(FailoverKey, out var failover) ? failover : throw new InvalidOperationException("The context does not belong to a request.");

    private sealed class Failover(AlternatorCall call, AttemptOutcome first, Func<AlternatorCall, AttemptOutcome, ValueTask<AttemptOutcome>> attempt)
    {
        private bool _isEntered;

        public AlternatorCall Call => call;

        public AttemptOutcome Last { get; private set; } = first;

        // Polly decides on a retry only after an execution. The first execution returns the outcome of the attempt that was made before the request entered the pipeline.
        public async ValueTask<Outcome<HttpResponseMessage>> ExecuteAsync(bool continueOnCapturedContext)
        {
            if (_isEntered)
            {
                Last = await attempt(call, Last).ConfigureAwait(continueOnCapturedContext);
            }

            _isEntered = true;
            return Last.ToPolly();
        }
    }
}
