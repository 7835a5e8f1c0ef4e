using AlternatorHandler.Rigs.Simulation.Nodes;
using AlternatorHandler.Rigs.Simulation.Time;

namespace AlternatorHandler.Rigs.Simulation.Clients;

/// <summary>What a client is put into.</summary>
/// <param name="Clock">The time.</param>
/// <param name="Cluster">The nodes, and the way to them.</param>
/// <param name="Seeds">The nodes that the client is told of.</param>
internal sealed record World(VirtualClock Clock, SimulatedCluster Cluster, IReadOnlyList<Uri> Seeds);
