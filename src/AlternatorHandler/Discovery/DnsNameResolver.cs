using System.Net;

namespace AlternatorHandler.Discovery;

internal sealed class DnsNameResolver : INameResolver
{
    public Task<IPAddress[]> ResolveAsync(string name, CancellationToken cancellationToken) => Dns.GetHostAddressesAsync(name, cancellationToken);
}
