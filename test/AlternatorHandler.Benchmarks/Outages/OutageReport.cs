using System.Globalization;
using System.Net;
using AlternatorHandler.Benchmarks.Load;
using AlternatorHandler.Rigs.NodeHost;

namespace AlternatorHandler.Benchmarks.Outages;

/// <summary>What callers notice when one of three nodes becomes slow, dies or hangs: with the AWS SDK alone, with turns over the nodes, and with us.</summary>
internal static class OutageReport
{
    public const string Command = "outages";

    private const int Workers = 16;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Healthy = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Faulty = TimeSpan.FromSeconds(15);

    private static readonly IPAddress[] Hosts = [IPAddress.Parse("127.0.0.54"), IPAddress.Parse("127.0.0.55"), IPAddress.Parse("127.0.0.56")];

    public static async Task ReportAsync()
    {
        Console.WriteLine("| outage | client | throughput, of before | p50, of before | p99 ms | longest ms | failed | still waiting |");
        Console.WriteLine("|---|---|---:|---:|---:|---:|---:|---:|");
        foreach (var outage in Outage.All)
        {
            foreach (var client in new[] { LoadClients.PlainSdk, LoadClients.RetargetedSdk, LoadClients.Signing, LoadClients.Typed })
            {
                Console.WriteLine(await RowAsync(outage, client));
            }
        }
    }

    private static async Task<string> RowAsync(Outage outage, string client)
    {
        // The nodes share a port, which the first of them chooses.
        var first = await StartAsync(Hosts[0], port: 0);
        NodeProcess[] nodes = [first, await StartAsync(Hosts[1], first.Addresses[0].Port), await StartAsync(Hosts[2], first.Addresses[0].Port)];
        try
        {
            // The first node is the endpoint of the client that knows only one.
            await using var load = new OutageLoad(LoadClients.All[client]([.. nodes.Select(node => node.Addresses[0])]), Workers);
            await load.MeasureAsync(WarmUp);
            var before = await load.MeasureAsync(Healthy);
            await outage.BeginAsync(first);
            var after = await load.MeasureAsync(Faulty);
            return string.Create(
                CultureInfo.InvariantCulture,
                $"| {outage.Name} | {client} | {after.PerSecond / before.PerSecond:0.00} | {after.Milliseconds(0.5) / before.Milliseconds(0.5):0.00} | {after.Milliseconds(0.99):N1} | {after.Milliseconds(1):N0} | {after.Failed:N0} | {after.Waiting} |");
        }
        finally
        {
            foreach (var node in nodes)
            {
                await node.KillAsync();
            }
        }
    }

    private static Task<NodeProcess> StartAsync(IPAddress host, int port) =>
        NodeProcess.StartAsync(new NodeArguments { Listen = [host], Port = port, List = Hosts, Canned = 200 });
}
