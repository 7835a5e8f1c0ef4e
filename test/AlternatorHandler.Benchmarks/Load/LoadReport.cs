using System.Net;
using AlternatorHandler.Rigs.NodeHost;

namespace AlternatorHandler.Benchmarks.Load;

/// <summary>What an operation costs the client's process, for the AWS SDK and for a bare <see cref="HttpClient"/>, with us and without.</summary>
internal static class LoadReport
{
    public const string Command = "load";

    // Before so many operations the JIT, which has to share two cores with the load, is a part of what one measures.
    private const int WarmUp = 120_000;
    private const int Rounds = 15;

    private static readonly IPAddress[] Hosts = [IPAddress.Parse("127.0.0.51"), IPAddress.Parse("127.0.0.52"), IPAddress.Parse("127.0.0.53")];

    private static readonly int[] UsualWorkers = [1, 16, 64];

    /// <param name="workers">How many requests are under way at once; all of the usual numbers if it names none.</param>
    public static async Task ReportAsync(IReadOnlyList<int> workers)
    {
        await using var nodes = await NodeProcess.StartAsync(new NodeArguments { Listen = Hosts, Canned = 200 });
        var sdks = new[] { LoadClients.PlainSdk, LoadClients.RetargetedSdk, LoadClients.PreSigned, LoadClients.Signing, LoadClients.Unsigned };
        var https = new[] { LoadClients.PlainHttp, LoadClients.Typed };
        foreach (var count in workers.Count > 0 ? workers : UsualWorkers)
        {
            var comparison = new LoadComparison(count, WarmUp, Rounds, operations: 20_000);
            await comparison.ReportAsync(nodes.Addresses, sdks);
            await comparison.ReportAsync(nodes.Addresses, https);
        }
    }
}
