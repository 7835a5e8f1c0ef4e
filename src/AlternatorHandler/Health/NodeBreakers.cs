using AlternatorHandler.Nodes;
using AlternatorHandler.Options;
using AlternatorHandler.Outcomes;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;

namespace AlternatorHandler.Health;

/// <summary>Owns the circuit breaker of each node. A breaker that opens marks its node down; only the health loop closes it.</summary>
internal sealed class NodeBreakers
{
    private readonly Lock _createLock = new();
    private readonly NodeTable _nodes;
    private readonly NodeStateMachine _states;
    private readonly LiveOptions _options;
    private readonly Action<CircuitBreakerStrategyOptions<HttpResponseMessage>>? _configure;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;

    public NodeBreakers(
        NodeTable nodes,
        NodeStateMachine states,
        LiveOptions options,
        Action<CircuitBreakerStrategyOptions<HttpResponseMessage>>? configure,
        TimeProvider timeProvider,
        ILogger logger)
    {
        (_nodes, _states, _options, _configure, _timeProvider, _logger) = (nodes, states, options, configure, timeProvider, logger);

        // Breakers are created on demand. Creating one here makes an invalid configuration by the application fail early.
        _ = Create(static () => { });
    }

    /// <summary>Counts a completed attempt. Takes no lock and allocates nothing while the breaker exists and is closed.</summary>
    public void Report(AlternatorNode node, in AttemptOutcome outcome) =>
        ((NodeBreaker?)node.Breaker ?? GetOrCreate(node)).Report(outcome.ToPolly());

    /// <summary>Replaces all breakers by new ones without counts, because their options changed. A node that is down stays down.</summary>
    public void Renew()
    {
        var snapshot = _nodes.Current;
        foreach (var node in snapshot.All.Union(snapshot.Seeds))
        {
            node.Breaker = null;
        }
    }

    /// <summary>Closes the breakers of nodes that were restored. It must not be called from a callback of a breaker, which would wait for itself.</summary>
    public async Task CloseRestoredAsync(CancellationToken cancellationToken)
    {
        foreach (var node in _nodes.Current.All)
        {
            if (node.Probing.ShouldCloseBreaker)
            {
                node.Probing.ShouldCloseBreaker = false;
                if (node.Breaker is NodeBreaker breaker)
                {
                    await breaker.CloseAsync(cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    // Created for the first outcome, because a breaker is most of a node's memory: a new list of a thousand nodes must be cheap.
    private NodeBreaker GetOrCreate(AlternatorNode node)
    {
        lock (_createLock)
        {
            if (node.Breaker is not NodeBreaker breaker)
            {
                breaker = Create(() => _states.TryEject(node, node.LastFailureReason));
                node.Breaker = breaker;
            }

            return breaker;
        }
    }

    private NodeBreaker Create(Action opened) => NodeBreakerFactory.Create(_options.Current.CircuitBreaker, _configure, opened, _timeProvider, _logger);
}

/// <summary>Represents the circuit breaker of one node. It counts completed attempts but does not reject any: when it opens, the node is marked down.</summary>
/// <remarks>It is kept with the node and not in a keyed registry, which would never release the breakers of removed nodes.</remarks>
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

    /// <summary>Counts a completed attempt. Completes synchronously and allocates nothing while the breaker is closed.</summary>
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
            // A callback of the application, such as ShouldHandle, has not completed, and the request must not wait for it. The context is left to the garbage collector.
            _ = reported.AsTask();
        }
    }

    /// <summary>Closes the breaker and resets its counts.</summary>
    /// <remarks>It must not be called from a callback of the breaker, which would wait for itself.</remarks>
    public Task CloseAsync(CancellationToken cancellationToken) => _control.CloseAsync(cancellationToken);
}
