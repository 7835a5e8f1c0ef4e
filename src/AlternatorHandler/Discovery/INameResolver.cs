using System.Net;

namespace AlternatorHandler.Discovery;

/// <summary>Resolves the host names of seeds.</summary>
internal interface INameResolver
{
    Task<IPAddress[]> ResolveAsync(string name, CancellationToken cancellationToken);
}

internal sealed class DnsNameResolver : INameResolver
{
    public Task<IPAddress[]> ResolveAsync(string name, CancellationToken cancellationToken) => Dns.GetHostAddressesAsync(name, cancellationToken);
}
