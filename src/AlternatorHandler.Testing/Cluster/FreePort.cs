namespace AlternatorHandler.Testing.Cluster;

/// <summary>Picks ports; whether one is free shows when it is bound.</summary>
internal static class FreePort
{
    // Below the ports that operating systems give to outgoing connections. One of those might sit on a stopped node's port,
    // or a client that keeps trying a stopped node might end up connected to itself.
    private const int First = 10_000;
    private const int End = 32_768;

    public const int Attempts = 100;

#pragma warning disable RS0030 // Nothing is repeated by repeating the choice of a port: it may be taken the next time.
    public static int Pick() => Random.Shared.Next(First, End);
#pragma warning restore RS0030
}
