using AlternatorHandler;

namespace Quickstart;

/// <summary>What a report shows of one node.</summary>
/// <param name="Status">What the handler knows of it.</param>
/// <param name="Total">What it got since the start.</param>
/// <param name="Share">Its share of the requests of the last second, or <see langword="null"/> if there were none.</param>
/// <param name="Latency">The mean time to its answers of the last second, or <see langword="null"/> if there were none.</param>
internal sealed record NodeRow(AlternatorNodeStatus Status, NodeCounts Total, double? Share, TimeSpan? Latency)
{
    public string Name => NodeKey.Of(Status.Address).ToString();
}
