using System.Runtime.ExceptionServices;
using Polly;
using Polly.Retry;

namespace AlternatorHandler.Requests;

/// <summary>Polly's retry over nodes. It is entered only after a first attempt failed, so that the common case pays nothing for it.</summary>
internal sealed class FailoverPipeline
{
    private static readonly ResiliencePropertyKey<AlternatorCall> CallKey = new("AlternatorHandler.Call");

    private readonly RetryDecision _decision;
    private readonly Action<RetryStrategyOptions<HttpResponseMessage>>? _configure;
    private readonly TimeProvider _timeProvider;
    private ResiliencePipeline<HttpResponseMessage> _pipeline;

    public FailoverPipeline(AlternatorRetryOptions options, RetryDecision decision, Action<RetryStrategyOptions<HttpResponseMessage>>? configure, TimeProvider timeProvider)
    {
        (_decision, _configure, _timeProvider) = (decision, configure, timeProvider);
        _pipeline = Build(options);
    }

    /// <summary>Goes on with other options. Requests that have begun to fail over end as they began.</summary>
    public void Change(AlternatorRetryOptions options) => Volatile.Write(ref _pipeline, Build(options));

    /// <summary>Goes on with a request whose first attempt failed.</summary>
    /// <param name="call">The request; its last outcome is that of the first attempt.</param>
    /// <param name="attempt">Makes the next attempt.</param>
    public async ValueTask ContinueAsync(AlternatorCall call, Func<AlternatorCall, ValueTask> attempt)
    {
        var context = ResilienceContextPool.Shared.Get(call.Operation.Name, call.CancellationToken);
        context.Properties.Set(CallKey, call);
        try
        {
            // Polly's first execution is the attempt that was made already.
            var outcome = await Volatile.Read(ref _pipeline).ExecuteOutcomeAsync(
                static async (context, state) =>
                {
                    var call = CallOf(context);
                    if (!state.IsFirst.Take())
                    {
                        await state.Attempt(call).ConfigureAwait(context.ContinueOnCapturedContext);
                    }

                    return call.Last.ToPolly();
                },
                context,
                (Attempt: attempt, IsFirst: new OneTime())).ConfigureAwait(false);

            // A failed attempt is an outcome. What is thrown instead is a bug, such as of a user's policy, and the last response is gone.
            if (outcome.Exception is { } bug && bug != call.Last.Exception && !call.CancellationToken.IsCancellationRequested)
            {
                ExceptionDispatchInfo.Throw(bug);
            }
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
                DelayGenerator = args => new ValueTask<TimeSpan?>(RetryDelay.Of(CallOf(args.Context).Last.Kind, args.AttemptNumber)),
            };

            // Polly asks after the last attempt as well: that must not cost the budget a retry that is never made.
            retry.ShouldHandle = args => args.AttemptNumber < retry.MaxRetryAttempts ? _decision.MayRetryAsync(CallOf(args.Context), args.AttemptNumber) : new ValueTask<bool>(false);
            _configure?.Invoke(retry);
            builder.AddRetry(retry);
        }

        return builder.Build();
    }

    private static AlternatorCall CallOf(ResilienceContext context) =>
        context.Properties.TryGetValue(CallKey, out var call) ? call : throw new InvalidOperationException("The context belongs to no request.");

    private sealed class OneTime
    {
        private bool _isTaken;

        public bool Take() => !_isTaken && (_isTaken = true);
    }
}
