using System.Globalization;
using System.Net;
using AlternatorHandler.Benchmarks.Load;
using AlternatorHandler.Rigs.NodeHost;

namespace AlternatorHandler.Benchmarks.Scale;

/// <summary>A million operations of one process on a hundred nodes: what it holds must not grow with their number.</summary>
internal static class ScaleReport
{
    public const string Command = "scale";

    private const int Nodes = 100;
    private const int Workers = 64;
    private const int Steps = 10;
    private const int OperationsOfAStep = 100_000;

    public static async Task ReportAsync()
    {
        await using var nodes = await NodeProcess.StartAsync(new NodeArguments
        {
            Listen = [.. Enumerable.Range(1, Nodes).Select(i => IPAddress.Parse($"127.0.9.{i}"))],
            Canned = 200,
        });
        await using var client = LoadClients.All[LoadClients.Typed](nodes.Addresses);
        Console.WriteLine("| operations | heap after a collection | threads | connections | p99, of the first's |");
        Console.WriteLine("|---:|---:|---:|---:|---:|");
        TimeSpan? first = null;
        for (var step = 1; step <= Steps; step++)
        {
            var sample = await LoadRun.MeasureAsync(client, Workers, OperationsOfAStep);
            first ??= sample.Most;
            var heap = GC.GetTotalMemory(forceFullCollection: true) / 1024.0;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {step * OperationsOfAStep:N0} | {heap:N0} KiB | {ThreadPool.ThreadCount} | {OpenConnections.Of(nodes.Addresses).Sum()} | {sample.Most / first.Value:0.00} |"));
        }
    }
}
