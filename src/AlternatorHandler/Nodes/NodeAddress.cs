using System.Net;
using System.Net.Sockets;

namespace AlternatorHandler.Nodes;

/// <summary>Creates node addresses in their canonical form: scheme, host and port, with the root path.</summary>
internal static class NodeAddress
{
    /// <summary>Creates the canonical form of an address.</summary>
    /// <remarks>User info is removed: it is not used for authentication, and addresses are written to logs and metrics.</remarks>
    public static Uri From(Uri uri) => new(uri.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) + "/");

    /// <summary>Creates the address of a host with the scheme and port of another node.</summary>
    public static Uri From(Uri template, IPAddress host) =>
        new(host.AddressFamily == AddressFamily.InterNetworkV6 ? $"{template.Scheme}://[{host}]:{template.Port}/" : $"{template.Scheme}://{host}:{template.Port}/");
}
