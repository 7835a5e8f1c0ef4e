using System.Net;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;

namespace AlternatorHandler.Health;

/// <summary>Creates the circuit breaker of a node from the options and the application's configuration of Polly.</summary>
internal static class NodeBreakerFactory
{
    // The longest duration that Polly allows. The breaker never closes by itself: the health loop closes it.
    private static readonly TimeSpan LongestBreak = TimeSpan.FromDays(1);

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
            BreakDuration = LongestBreak,
            ManualControl = new CircuitBreakerManualControl(),
            ShouldHandle = static args => new ValueTask<bool>(IsFailure(args.Outcome)),
        };
        configure?.Invoke(breaker);
        breaker.ManualControl ??= new CircuitBreakerManualControl();
        var callbacks = new BreakerCallbacks(logger);
        var userOpened = breaker.OnOpened;
        breaker.OnOpened = args =>
        {
            opened();
            if (userOpened is not null)
            {
                callbacks.Enqueue(context => userOpened(new OnCircuitOpenedArguments<HttpResponseMessage>(context, args.Outcome, args.BreakDuration, args.IsManual)));
            }

            return default;
        };
        if (breaker.OnClosed is { } userClosed)
        {
            breaker.OnClosed = args =>
            {
                callbacks.Enqueue(context => userClosed(new OnCircuitClosedArguments<HttpResponseMessage>(context, args.Outcome, args.IsManual)));
                return default;
            };
        }

        return new NodeBreaker(breaker, timeProvider);
    }

    // The statuses that OutcomeClassifier classifies as failed attempts. A 501 or 505 is not one of them, because every node would return it.
    private static bool IsFailure(Outcome<HttpResponseMessage> outcome) =>
        outcome.Exception is not null
        || outcome.Result?.StatusCode is HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;
}

/// <summary>Runs the application's callbacks of one breaker in the background, one after the other.</summary>
/// <remarks>Polly waits for each callback before it runs the next one. A callback that does not return would block the library's own callback, and with it the closing of the breaker, forever.</remarks>
internal sealed class BreakerCallbacks(ILogger logger)
{
    private readonly Lock _lock = new();
    private Task _last = Task.CompletedTask;

    /// <summary>Starts a callback with a context of its own, because the context of the breaker is reused when this method returns.</summary>
    public void Enqueue(Func<ResilienceContext, ValueTask> callback)
    {
        lock (_lock)
        {
            _last = RunAsync(_last, callback);
        }
    }

    private async Task RunAsync(Task previous, Func<ResilienceContext, ValueTask> callback)
    {
        await previous.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
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
