using System.Net.Sockets;

namespace AlternatorHandler.Wire.Tls;

/// <summary>A connection that knows which node it leads to.</summary>
internal sealed class NodeStream(Socket socket, Uri node) : NetworkStream(socket, ownsSocket: true)
{
    public Uri Node => node;
}
