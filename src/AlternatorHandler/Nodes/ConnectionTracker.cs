using System.Net;

namespace AlternatorHandler.Nodes;

/// <summary>Records connection events of the transport in the latency figures of the nodes.</summary>
internal sealed class ConnectionTracker(NodeTable nodes)
{
    /// <summary>Records that a connection begins to open, or has opened.</summary>
    public void OnConnectionEvent(DnsEndPoint endPoint)
    {
        var snapshot = nodes.Current;
        (Array.Find(snapshot.All, IsReachedAtEndPoint) ?? Array.Find(snapshot.Seeds, IsReachedAtEndPoint))?.Latency.RecordConnect();

        bool IsReachedAtEndPoint(AlternatorNode node) => node.Address.Port == endPoint.Port && node.Address.IdnHost == endPoint.Host;
    }
}
