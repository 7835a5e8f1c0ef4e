using AlternatorHandler;
using AlternatorHandler.Testing;

namespace Quickstart;

/// <summary>Kills a node under load and starts it again.</summary>
internal sealed class Outage(AlternatorTestNode victim, IAlternatorCluster cluster, NodeTraffic traffic, Timeline timeline)
{
    private static readonly TimeSpan Act = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly NodeKey _node = NodeKey.Of(victim.Address);

    /// <summary>Plays the outage to its end.</summary>
    /// <exception cref="TimeoutException">The node did not get into the state that it should.</exception>
    public async Task PlayAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Act, TimeProvider.System, cancellationToken);

        timeline.Add(_node, "killed");
        await victim.KillAsync();
        await WaitAsync(AlternatorNodeState.Down, cancellationToken);
        await Task.Delay(Act, TimeProvider.System, cancellationToken);

        timeline.Add(_node, "restarted");
        await victim.StartAsync();
        await WaitAsync(AlternatorNodeState.Probation, cancellationToken);
        await WaitAsync(AlternatorNodeState.Up, cancellationToken);

        var before = traffic.Of(victim.Address).Answered;
        await Task.Delay(Act, TimeProvider.System, cancellationToken);
        if (traffic.Of(victim.Address).Answered == before || StateNow() != AlternatorNodeState.Up)
        {
            throw new TimeoutException($"{_node} came back, but is {StateNow()} and got {traffic.Of(victim.Address).Answered - before} requests since.");
        }
    }

    private async Task WaitAsync(AlternatorNodeState state, CancellationToken cancellationToken)
    {
        var start = timeline.Elapsed;
        while (StateNow() != state)
        {
            if (timeline.Elapsed - start > Patience)
            {
                throw new TimeoutException($"{_node} did not become {state} within {Patience.TotalSeconds:0} s: it is {StateNow()}.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
        }
    }

    private AlternatorNodeState? StateNow() => cluster.Nodes.FirstOrDefault(node => node.Address == victim.Address)?.State;
}
