using System.Net;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;

namespace AlternatorHandler.Health;

/// <summary>Polly's options of each node's circuit breaker.</summary>
internal static class BreakerOptions
{
    // Polly's longest. The breaker never closes by itself: the prober closes it.
    private static readonly TimeSpan UntilProbed = TimeSpan.FromDays(1);

    public static NodeBreaker Create(
        AlternatorCircuitBreakerOptions options,
        Action<CircuitBreakerStrategyOptions<HttpResponseMessage>>? configure,
        Action opened,
        TimeProvider timeProvider,
        ILogger logger)
    {
        var breaker = new CircuitBreakerStrategyOptions<HttpResponseMessage>
        {
            Name = "AlternatorNode",
            FailureRatio = options.FailureRatio,
            MinimumThroughput = options.MinimumThroughput,
            SamplingDuration = options.SamplingDuration,
            BreakDuration = UntilProbed,
            ManualControl = new CircuitBreakerManualControl(),
            ShouldHandle = static args => new ValueTask<bool>(IsFailure(args.Outcome)),
        };
        configure?.Invoke(breaker);
        breaker.ManualControl ??= new CircuitBreakerManualControl();
        var callbacks = new BreakerCallbacks(logger);
        var usersOpened = breaker.OnOpened;
        breaker.OnOpened = args =>
        {
            opened();
            if (usersOpened is not null)
            {
                callbacks.Begin(context => usersOpened(new OnCircuitOpenedArguments<HttpResponseMessage>(context, args.Outcome, args.BreakDuration, args.IsManual)));
            }

            return default;
        };
        if (breaker.OnClosed is { } usersClosed)
        {
            breaker.OnClosed = args =>
            {
                callbacks.Begin(context => usersClosed(new OnCircuitClosedArguments<HttpResponseMessage>(context, args.Outcome, args.IsManual)));
                return default;
            };
        }

        return new NodeBreaker(breaker, timeProvider);
    }

    // The statuses that are failed attempts, as OutcomeClassifier has it. A 501 or 505 is an answer: every node would give it.
    private static bool IsFailure(Outcome<HttpResponseMessage> outcome) =>
        outcome.Exception is not null
        || outcome.Result?.StatusCode is HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;
}

/// <summary>Makes a user's callbacks of one breaker in the background, one after the other.</summary>
/// <remarks>Polly waits for each before the next. One that does not return would hold back our own, and with it whoever closes the breaker, for ever.</remarks>
internal sealed class BreakerCallbacks(ILogger logger)
{
    private readonly Lock _lock = new();
    private Task _last = Task.CompletedTask;

    /// <summary>Begins a callback, with a context of its own: that of the breaker is used again when we return.</summary>
    public void Begin(Func<ResilienceContext, ValueTask> callback)
    {
        lock (_lock)
        {
            _last = RunAsync(_last, callback);
        }
    }

    private async Task RunAsync(Task before, Func<ResilienceContext, ValueTask> callback)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var context = ResilienceContextPool.Shared.Get();
        try
        {
            await callback(context).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Log.BreakerCallbackFailed(logger, exception);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }
}
