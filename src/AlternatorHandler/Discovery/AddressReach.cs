using System.Net;
using System.Net.Sockets;

namespace AlternatorHandler.Discovery;

/// <summary>How far an address means the same host.</summary>
/// <remarks>
/// Loopback and link-local addresses mean another host on every machine and on every link: this client's own machine, or whoever serves metadata on its link.
/// A node is believed to have such an address only if it is reached by one.
/// </remarks>
internal static class AddressReach
{
    private const int Machine = 0;
    private const int Link = 1;
    private const int Anywhere = 2;

    /// <summary>Whether a node that is reached at <paramref name="teller"/> may list <paramref name="listed"/>.</summary>
    public static bool MayList(Uri teller, IPAddress listed) => Of(listed) >= (IPAddress.TryParse(teller.IdnHost, out var address) ? Of(address) : teller.IsLoopback ? Machine : Anywhere);

    private static int Of(IPAddress address)
    {
        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return IPAddress.IsLoopback(address) ? Machine : IsLinkLocal(address) ? Link : Anywhere;
    }

    private static bool IsLinkLocal(IPAddress address) =>
        address.IsIPv6LinkLocal || (address.AddressFamily == AddressFamily.InterNetwork && address.GetAddressBytes() is [169, 254, ..]);
}
