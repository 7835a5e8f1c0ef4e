using AlternatorHandler.Rigs.NodeHost;

namespace AlternatorHandler.Benchmarks.Outages;

/// <summary>What happens to one node of three.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="BeginAsync">Begins it.</param>
internal sealed record Outage(string Name, Func<NodeProcess, Task> BeginAsync)
{
    public static IReadOnlyList<Outage> All { get; } =
    [
        new("one node answers 50 ms later", node => node.DelayAsync(TimeSpan.FromMilliseconds(50))),
        new("one node is killed", node => node.KillAsync()),
        new("one node hangs", node => node.FreezeAsync()),
    ];
}
