using System.Net;
using System.Net.Sockets;

namespace AlternatorHandler.Discovery;

/// <summary>Compares the scopes of addresses: the extent of the network in which an address denotes the same host.</summary>
/// <remarks>
/// Loopback and link-local addresses denote a different host on every machine and on every link: the client's own machine, or the metadata service of its link.
/// Such an address in a node list is accepted only from a node that is itself reached at one.
/// </remarks>
internal static class AddressScope
{
    private const int HostLocal = 0;
    private const int LinkLocal = 1;
    private const int Global = 2;

    /// <summary>Determines whether a node that is reached at <paramref name="source"/> may list <paramref name="listed"/>.</summary>
    public static bool CanAdvertise(Uri source, IPAddress listed) => GetScope(listed) >= GetScope(source);

    private static int GetScope(Uri source) =>
        IPAddress.TryParse(source.IdnHost, out var address) ? GetScope(address) : source.IsLoopback ? HostLocal : Global;

    private static int GetScope(IPAddress address)
    {
        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return IPAddress.IsLoopback(address) ? HostLocal : IsLinkLocal(address) ? LinkLocal : Global;
    }

    private static bool IsLinkLocal(IPAddress address) =>
        address.IsIPv6LinkLocal || (address.AddressFamily == AddressFamily.InterNetwork && address.GetAddressBytes() is [169, 254, ..]);
}
