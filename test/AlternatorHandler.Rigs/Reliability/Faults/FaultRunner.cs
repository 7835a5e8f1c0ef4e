using AlternatorHandler.Testing;

namespace AlternatorHandler.Rigs.Reliability.Faults;

/// <summary>Plays a schedule on a cluster.</summary>
internal sealed class FaultRunner(AlternatorTestCluster cluster, ScriptedNames? names)
{
    private readonly AlternatorTestNode[] _nodes = [.. cluster.Nodes];
    private readonly long _start = TimeProvider.System.GetTimestamp();

    /// <summary>Returns when the last fault has ended: then all nodes are as they were.</summary>
    public Task PlayAsync(IReadOnlyList<ScheduledFault> schedule) =>
        Task.WhenAll(schedule.GroupBy(fault => fault.Lane).Select(lane => Task.Run(() => PlayLaneAsync([.. lane]))));

    private async Task PlayLaneAsync(IReadOnlyList<ScheduledFault> faults)
    {
        foreach (var fault in faults)
        {
            await UntilAsync(fault.At);
            switch (fault.Lane)
            {
                case Lanes.Membership:
                    var joined = await cluster.AddNodeAsync();
                    await UntilAsync(fault.Until);
                    await cluster.RemoveNodeAsync(joined);
                    break;
                case Lanes.Names:
                    names!.Fault = fault.Kind;
                    await UntilAsync(fault.Until);
                    names.Fault = null;
                    break;
                default:
                    await NodeFaultScript.BeginAsync(_nodes[fault.Lane], fault);
                    await UntilAsync(fault.Until);
                    await NodeFaultScript.EndAsync(_nodes[fault.Lane], fault.Kind);
                    break;
            }
        }
    }

    private async Task UntilAsync(TimeSpan time)
    {
        var left = time - TimeProvider.System.GetElapsedTime(_start);
        if (left > TimeSpan.Zero)
        {
            await Task.Delay(left, TimeProvider.System);
        }
    }
}
