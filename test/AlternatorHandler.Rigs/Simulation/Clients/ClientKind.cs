namespace AlternatorHandler.Rigs.Simulation.Clients;

/// <summary>What is compared: the rows of each table.</summary>
internal sealed record ClientKind(string Name, Func<World, IClient> Create)
{
    public static IReadOnlyList<ClientKind> All { get; } =
    [
        new("round robin", world => new RoundRobinClient(world, NoBreaker.Create)),
        new("round robin + breaker", world => new RoundRobinClient(world, PollyBreaker.Create)),
        new("AlternatorHandler", world => new AlternatorClient(world)),
    ];
}
