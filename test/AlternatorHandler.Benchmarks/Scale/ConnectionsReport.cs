using System.Globalization;
using System.Net;
using AlternatorHandler.Benchmarks.Load;
using AlternatorHandler.Rigs.NodeHost;

namespace AlternatorHandler.Benchmarks.Scale;

/// <summary>Over how many connections a node gets its requests, which are as many of its processors at most, and what a limit of them changes.</summary>
internal static class ConnectionsReport
{
    public const string Command = "connections";

    private const int Workers = 64;
    private const int WarmUp = 60_000;
    private const int Operations = 60_000;

    private static readonly IPAddress[] Hosts = [IPAddress.Parse("127.0.0.57"), IPAddress.Parse("127.0.0.58"), IPAddress.Parse("127.0.0.59")];

    public static async Task ReportAsync()
    {
        await using var nodes = await NodeProcess.StartAsync(new NodeArguments { Listen = Hosts, Canned = 200 });
        Console.WriteLine("| MaxConnectionsPerServer | connections to each node | operations a second, of the first's | p50, of the first's | p99, of the first's |");
        Console.WriteLine("|---:|---|---:|---:|---:|");
        LoadSample? first = null;
        foreach (var limit in new[] { int.MaxValue, 32, 16, 8, 4 })
        {
            await using var client = LoadClients.OurHttp(nodes.Addresses, options => options.Transport.MaxConnectionsPerServer = limit);
            await LoadRun.MeasureAsync(client, Workers, WarmUp);
            var sample = await LoadRun.MeasureAsync(client, Workers, Operations);
            first ??= sample;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {(limit == int.MaxValue ? "no limit" : limit)} | {string.Join(", ", OpenConnections.Of(nodes.Addresses))} | {sample.PerSecond / first.PerSecond:0.00} | {sample.Half / first.Half:0.00} | {sample.Most / first.Most:0.00} |"));
        }
    }
}
