namespace AlternatorHandler.AspNetCore;

/// <summary>Creates server-sent events. The JSON contains no line breaks, so each event is one line of data.</summary>
internal static class DashboardEvent
{
    /// <summary>Creates the first event, with the complete status. A reader that loses the connection connects again after two seconds.</summary>
    public static byte[] CreateStatus(DashboardStatus status) => [.. "retry: 2000\nevent: status\ndata: "u8, .. DashboardJson.GetBytes(status), .. "\n\n"u8];

    /// <summary>Creates one of the events that follow each second: the status with only the latest value of each history.</summary>
    public static byte[] CreateSample(DashboardStatus status) => [.. "event: sample\ndata: "u8, .. DashboardJson.GetBytes(WithLatestOnly(status)), .. "\n\n"u8];

    private static DashboardStatus WithLatestOnly(DashboardStatus status) => status with
    {
        Clusters = [.. status.Clusters.Select(cluster => cluster with
        {
            Nodes = [.. cluster.Nodes.Select(node => node with { LatencyHistory = [.. node.LatencyHistory.TakeLast(1)] })],
        })],
    };
}
