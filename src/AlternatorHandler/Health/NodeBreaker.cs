using Polly;
using Polly.CircuitBreaker;

namespace AlternatorHandler.Health;

/// <summary>One node's circuit breaker. It is told of finished attempts and never guards one: what it opens for is marking the node down.</summary>
/// <remarks>It belongs to the node, not to a keyed registry: a registry never forgets, and nodes come and go.</remarks>
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
            // Something of the user's, such as ShouldHandle, waits: the request must not. The context is left to the collector.
            _ = reported.AsTask();
        }
    }

    /// <summary>Closes the breaker and forgets what it counted.</summary>
    /// <remarks>Never to be called from a callback of the breaker: it would wait for itself.</remarks>
    public Task CloseAsync(CancellationToken cancellationToken) => _control.CloseAsync(cancellationToken);
}
