using AlternatorHandler;
using AlternatorHandler.Testing;

namespace FailoverDemo;

/// <summary>Kills a node under load and starts it again.</summary>
internal sealed class Outage(AlternatorTestNode node, IAlternatorCluster cluster, NodeTraffic traffic, Timeline timeline)
{
    /// <summary>Represents the time between two events.</summary>
    public static readonly TimeSpan Phase = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private readonly NodeKey _key = NodeKey.From(node.Address);

    /// <exception cref="TimeoutException">The node did not reach an expected state in time.</exception>
    public async Task PlayAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Phase, TimeProvider.System, cancellationToken);

        timeline.Add(_key, "killed by this program");
        await node.KillAsync();
        await WaitAsync(AlternatorNodeState.Down, cancellationToken);
        await Task.Delay(Phase, TimeProvider.System, cancellationToken);

        timeline.Add(_key, "restarted by this program");
        await node.StartAsync();
        await WaitAsync(AlternatorNodeState.Probation, cancellationToken);
        await WaitAsync(AlternatorNodeState.Up, cancellationToken);

        var before = traffic.Get(node.Address).Completed;
        await Task.Delay(Phase, TimeProvider.System, cancellationToken);
        if (traffic.Get(node.Address).Completed == before || GetState() != AlternatorNodeState.Up)
        {
            throw new TimeoutException($"{_key} was restarted, but is {GetState()} and received {traffic.Get(node.Address).Completed - before} requests.");
        }
    }

    private async Task WaitAsync(AlternatorNodeState state, CancellationToken cancellationToken)
    {
        var start = timeline.Elapsed;
        while (GetState() != state)
        {
            if (timeline.Elapsed - start > Timeout)
            {
                throw new TimeoutException($"{_key} is {GetState()}, not {state}, after {Timeout.TotalSeconds:0} s.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
        }
    }

    private AlternatorNodeState? GetState() => cluster.Nodes.FirstOrDefault(status => status.Address == node.Address)?.State;
}
