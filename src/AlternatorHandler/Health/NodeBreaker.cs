using Polly;
using Polly.CircuitBreaker;

namespace AlternatorHandler.Health;

/// <summary>Represents the circuit breaker of one node. It counts finished attempts and never guards one: when it opens, the node is marked down.</summary>
/// <remarks>It is kept with the node, not in a keyed registry: a registry never forgets, and nodes come and go.</remarks>
internal sealed class NodeBreaker
{
    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline;
    private readonly CircuitBreakerManualControl _control;

    public NodeBreaker(CircuitBreakerStrategyOptions<HttpResponseMessage> options, TimeProvider timeProvider)
    {
        _control = options.ManualControl!;
        _pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = timeProvider }
            .AddCircuitBreaker(options)
            .Build();
    }

    /// <summary>Counts a finished attempt. Completes synchronously and allocates nothing while the breaker is closed.</summary>
    public void Report(Outcome<HttpResponseMessage> outcome)
    {
        var context = ResilienceContextPool.Shared.Get(CancellationToken.None);
        var reported = _pipeline.ExecuteOutcomeAsync(static (_, outcome) => new ValueTask<Outcome<HttpResponseMessage>>(outcome), context, outcome);
        if (reported.IsCompletedSuccessfully)
        {
            ResilienceContextPool.Shared.Return(context);
        }
        else
        {
            // A callback of the application, such as ShouldHandle, is waiting: the request must not. The context is left to the garbage collector.
            _ = reported.AsTask();
        }
    }

    /// <summary>Closes the breaker and resets its counts.</summary>
    /// <remarks>Must not be called from a callback of the breaker: it would wait for itself.</remarks>
    public Task CloseAsync(CancellationToken cancellationToken) => _control.CloseAsync(cancellationToken);
}
