using System.Net.NetworkInformation;

namespace AlternatorHandler.Benchmarks.Scale;

/// <summary>The connections that are open to nodes, as the operating system counts them.</summary>
internal static class OpenConnections
{
    /// <summary>Counts those of each node; all nodes listen on the same port.</summary>
    public static IReadOnlyList<int> Of(IReadOnlyList<Uri> nodes) =>
    [
        .. IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections()
            .Where(connection => connection.State == TcpState.Established && connection.RemoteEndPoint.Port == nodes[0].Port)
            .CountBy(connection => connection.RemoteEndPoint.Address)
            .Select(node => node.Value)
            .Order(),
    ];
}
