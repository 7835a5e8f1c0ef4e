using System.Net;
using System.Net.Sockets;

namespace AlternatorHandler.Nodes;

/// <summary>The one form of a node's address: scheme, host and port, with the root path.</summary>
internal static class NodeAddress
{
    public static Uri Of(Uri uri) => new(uri.GetLeftPart(UriPartial.Authority) + "/");

    /// <summary>The address of a host on another node's scheme and port.</summary>
    public static Uri Of(Uri like, IPAddress host) =>
        new(host.AddressFamily == AddressFamily.InterNetworkV6 ? $"{like.Scheme}://[{host}]:{like.Port}/" : $"{like.Scheme}://{host}:{like.Port}/");
}
