using System.Net;
using AlternatorHandler.NodeHost;

namespace AlternatorHandler.Benchmarks.Load;

/// <summary>What an operation costs the client's process, for the AWS SDK and for a bare <see cref="HttpClient"/>, with us and without.</summary>
internal static class LoadReport
{
    public const string Command = "load";

    // Before so many operations the JIT is what one measures.
    private const int WarmUp = 20_000;
    private const int Rounds = 11;

    private static readonly IPAddress[] Hosts = [IPAddress.Parse("127.0.0.51"), IPAddress.Parse("127.0.0.52"), IPAddress.Parse("127.0.0.53")];

    public static async Task ReportAsync()
    {
        await using var nodes = await NodeProcess.StartAsync(new NodeHost.CommandLine { Listen = Hosts, Canned = 200 });
        await using var sdk = LoadClients.PlainSdk("AWS SDK, one endpoint", nodes.Addresses[0]);
        await using var retargeted = LoadClients.RetargetedSdk("AWS SDK over a bare retargeting handler", nodes.Addresses);
        await using var preSigned = LoadClients.OurSdk("AWS SDK signing, over AlternatorHandler", nodes.Addresses, sdkSigns: true);
        await using var signing = LoadClients.OurSdk("AWS SDK over AlternatorHandler signing", nodes.Addresses, weSign: true);
        await using var unsigned = LoadClients.OurSdk("AWS SDK over AlternatorHandler, nobody signing", nodes.Addresses);
        await using var bare = LoadClients.BareHttp("`HttpClient`, one endpoint, unsigned", nodes.Addresses[0]);
        await using var typed = LoadClients.OurHttp("typed client over AlternatorHandler signing", nodes.Addresses);
        foreach (var (workers, operations) in new[] { (1, 3_000), (16, 8_000), (64, 8_000) })
        {
            var comparison = new LoadComparison(workers, WarmUp, Rounds, operations);
            await comparison.ReportAsync(sdk, retargeted, preSigned, signing, unsigned);
            await comparison.ReportAsync(bare, typed);
        }
    }
}
