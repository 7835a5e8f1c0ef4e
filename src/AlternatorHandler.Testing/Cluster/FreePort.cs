namespace AlternatorHandler.Testing.Cluster;

/// <summary>Picks a random port. The port may be in use, so callers retry.</summary>
internal static class FreePort
{
    // The range is below the ephemeral ports. Otherwise, an outgoing connection could take the port of a stopped node,
    // or a client that keeps connecting to a stopped node could connect to itself.
    private const int First = 10_000;
    private const int End = 32_768;

    public const int Attempts = 100;

#pragma warning disable RS0030 // A seed would not make the choice repeatable: whether a port is free depends on the machine.
    public static int Pick() => Random.Shared.Next(First, End);
#pragma warning restore RS0030
}
