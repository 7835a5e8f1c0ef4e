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
