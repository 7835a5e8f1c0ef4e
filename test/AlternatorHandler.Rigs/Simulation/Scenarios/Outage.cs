using AlternatorHandler.Rigs.Simulation.Nodes;

namespace AlternatorHandler.Rigs.Simulation.Scenarios;

/// <summary>A fault of one node over some time.</summary>
/// <param name="Node">The number of the node, from 0.</param>
/// <param name="Fault">What is wrong.</param>
/// <param name="From">When it begins, in seconds.</param>
/// <param name="To">When it ends, in seconds.</param>
internal sealed record Outage(int Node, Fault Fault, double From, double To);
