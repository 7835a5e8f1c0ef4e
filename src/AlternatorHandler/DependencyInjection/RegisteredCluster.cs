namespace AlternatorHandler.DependencyInjection;

/// <summary>Says that a cluster is registered: a service provider cannot be asked for its keys.</summary>
/// <param name="Name">Its name.</param>
internal sealed record RegisteredCluster(string Name);
