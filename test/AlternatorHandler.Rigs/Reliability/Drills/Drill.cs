namespace AlternatorHandler.Rigs.Reliability.Drills;

/// <summary>Something that operators do to a cluster under load.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Nodes">How many nodes the cluster has before it.</param>
/// <param name="PlayAsync">Does it. What it waits for and does not come is an exception.</param>
internal sealed record Drill(string Name, int Nodes, Func<DrillStage, Task> PlayAsync);
