using AlternatorHandler.Nodes;


namespace AlternatorHandler;

/// <summary>What those who watch want to know of a node, beyond what applications do.</summary>
/// <param name="Status">What applications see.</param>
/// <param name="Turns">How much of its turns the node takes: 1 is all of them.</param>
/// <param name="IsDemoted">Whether it takes none or few of them because it is slow.</param>
/// <param name="Attempts">The number of attempts that ever began on it, modulo 2^32.</param>
/// <param name="Latency">Its answers since it was found.</param>
internal sealed record NodeDetails(AlternatorNodeStatus Status, float Turns, bool IsDemoted, uint Attempts, LatencyTotals Latency);
