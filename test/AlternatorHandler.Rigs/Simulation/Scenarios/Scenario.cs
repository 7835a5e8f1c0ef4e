namespace AlternatorHandler.Rigs.Simulation.Scenarios;

/// <summary>What happens to a cluster and its clients.</summary>
/// <param name="Name">The heading.</param>
/// <param name="Description">One sentence for the reader of the report.</param>
internal sealed record Scenario(string Name, string Description)
{
    /// <summary>Gets how many nodes each datacenter has. The clients are in the first one.</summary>
    public IReadOnlyList<int> Datacenters { get; init; } = [6];

    public int Clients { get; init; } = 1;

    /// <summary>Gets how many requests all clients make a second, whether or not earlier ones were answered.</summary>
    public double Rate { get; init; } = 300;

    /// <summary>Gets the time for which requests are made, in seconds.</summary>
    public double Length { get; init; } = 65;

    public IReadOnlyList<Outage> Outages { get; init; } = [];

    /// <summary>Gets when the clients stand still, in seconds.</summary>
    public IReadOnlyList<(double At, double Length)> Pauses { get; init; } = [];
}
