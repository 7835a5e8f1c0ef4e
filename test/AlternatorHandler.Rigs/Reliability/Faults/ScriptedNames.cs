using System.Net;
using System.Net.Sockets;
using AlternatorHandler.Discovery;

namespace AlternatorHandler.Rigs.Reliability.Faults;

/// <summary>A name server that says what it is told to.</summary>
internal sealed class ScriptedNames(IReadOnlyList<IPAddress> seeds) : INameResolver
{
    public const string SeedName = "alternator.test";

    private static readonly IPAddress[] UnusedAddresses = [IPAddress.Parse("127.255.255.1"), IPAddress.Parse("127.255.255.2")];

    private volatile object? _fault;

    public FaultKind? Fault
    {
        get => _fault as FaultKind?;
        set => _fault = value;
    }

    public async Task<IPAddress[]> ResolveAsync(string name, CancellationToken cancellationToken)
    {
        switch (Fault)
        {
            case FaultKind.NameUnknown:
                throw new SocketException((int)SocketError.HostNotFound);
            case FaultKind.NameServerSilent:
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
                return [];
            case FaultKind.NameOfOne:
                return [seeds[^1]];
            case FaultKind.NameOfUnusedAddress:
                return UnusedAddresses;
            default:
                return [.. seeds];
        }
    }
}
