using System.Net;

namespace AlternatorHandler.Nodes;

/// <summary>Tells a node's latency of connections that open, since only the transport sees them.</summary>
internal sealed class NewConnections(NodeTable nodes)
{
    /// <summary>Takes note that a connection begins to open, or is open.</summary>
    public void Changed(DnsEndPoint endPoint)
    {
        var snapshot = nodes.Current;
        (Array.Find(snapshot.All, IsThere) ?? Array.Find(snapshot.Seeds, IsThere))?.Latency.Connecting();

        bool IsThere(AlternatorNode node) => node.Address.Port == endPoint.Port && node.Address.IdnHost == endPoint.Host;
    }
}
