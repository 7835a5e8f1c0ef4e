using AlternatorHandler.Nodes;
using AlternatorHandler.Options;
using AlternatorHandler.Outcomes;
using Microsoft.Extensions.Logging;
using Polly.CircuitBreaker;

namespace AlternatorHandler.Health;

/// <summary>Owns the circuit breaker of each node. A breaker that opens marks its node down; only the health loop closes it.</summary>
internal sealed class NodeBreakers
{
    private readonly Lock _creating = new();
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

        // Breakers are created when they are needed. An invalid configuration by the application fails now.
        _ = Create(static () => { });
    }

    /// <summary>Counts a finished attempt. Takes no lock and allocates nothing while the breaker exists and is closed.</summary>
    public void Report(AlternatorNode node, in AttemptOutcome outcome) =>
        ((NodeBreaker?)node.Breaker ?? GetOrCreate(node)).Report(outcome.ToPolly());

    /// <summary>Replaces all breakers by new ones, which have counted nothing, because their options changed. A node that is down stays down.</summary>
    public void Renew()
    {
        var snapshot = _nodes.Current;
        foreach (var node in snapshot.All.Union(snapshot.Seeds))
        {
            node.Breaker = null;
        }
    }

    /// <summary>Closes the breakers of nodes that were restored. Within a callback of the breaker this would wait for itself.</summary>
    public async Task CloseDueAsync(CancellationToken cancellationToken)
    {
        foreach (var node in _nodes.Current.All)
        {
            if (node.Probing.BreakerMustClose)
            {
                node.Probing.BreakerMustClose = false;
                if (node.Breaker is NodeBreaker breaker)
                {
                    await breaker.CloseAsync(cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    // Created for the first outcome, because a breaker is most of a node's memory: a new list of a thousand nodes is to cost little.
    private NodeBreaker GetOrCreate(AlternatorNode node)
    {
        lock (_creating)
        {
            if (node.Breaker is not NodeBreaker breaker)
            {
                breaker = Create(() => _states.TryEject(node, node.LastReason));
                node.Breaker = breaker;
            }

            return breaker;
        }
    }

    private NodeBreaker Create(Action opened) => BreakerOptions.Create(_options.Current.CircuitBreaker, _configure, opened, _timeProvider, _logger);
}
