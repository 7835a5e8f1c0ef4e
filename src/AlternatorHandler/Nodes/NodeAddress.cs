using System.Net;
using System.Net.Sockets;

namespace AlternatorHandler.Nodes;

/// <summary>The one form of a node's address: scheme, host and port, with the root path.</summary>
internal static class NodeAddress
{
    // Without user info: nothing is to be authenticated by it, and the address goes to logs and metrics.
    public static Uri Of(Uri uri) => new(uri.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) + "/");

    /// <summary>The address of a host on another node's scheme and port.</summary>
    public static Uri Of(Uri like, IPAddress host) =>
        new(host.AddressFamily == AddressFamily.InterNetworkV6 ? $"{like.Scheme}://[{host}]:{like.Port}/" : $"{like.Scheme}://{host}:{like.Port}/");
}
