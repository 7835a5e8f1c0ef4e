namespace AlternatorHandler.AspNetCore.Status;

/// <summary>Server-sent events. The JSON has no line breaks, so each is one line of data.</summary>
internal static class DashboardEvent
{
    /// <summary>The first event: everything. A reader that lost the connection asks again after two seconds.</summary>
    public static byte[] Complete(DashboardStatus status) => [.. "retry: 2000\nevent: status\ndata: "u8, .. DashboardJson.Bytes(status), .. "\n\n"u8];

    /// <summary>The events that follow, each second: the same, with only the latest of each history.</summary>
    public static byte[] Sample(DashboardStatus status) => [.. "event: sample\ndata: "u8, .. DashboardJson.Bytes(WithLatestOnly(status)), .. "\n\n"u8];

    private static DashboardStatus WithLatestOnly(DashboardStatus status) => status with
    {
        Clusters = [.. status.Clusters.Select(cluster => cluster with
        {
            Nodes = [.. cluster.Nodes.Select(node => node with { LatencyHistory = [.. node.LatencyHistory.TakeLast(1)] })],
        })],
    };
}
