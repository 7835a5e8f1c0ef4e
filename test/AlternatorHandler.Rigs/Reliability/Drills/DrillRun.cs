using AlternatorHandler.Rigs.Reliability.Journals;
using AlternatorHandler.Rigs.Reliability.Load;
using AlternatorHandler.Testing;

namespace AlternatorHandler.Rigs.Reliability.Drills;

/// <summary>Plays a drill under load, half by the AWS SDK and half by a typed client.</summary>
internal static class DrillRun
{
    public const int Workers = 16;
    public const int Rate = 400;

    /// <param name="drill">The drill.</param>
    /// <param name="timeScale">1 for the times of a real cluster and default options; less makes both shorter.</param>
    public static async Task<DrillResult> RunAsync(Drill drill, double timeScale)
    {
        var journal = new Journal();
        await using var cluster = await AlternatorTestCluster.StartAsync(options =>
        {
            options.NodeCount = drill.Nodes;
            options.RecordedRequestLimit = 0;
            options.OperationExecuted = journal.Executed;
        });
        await using var client = new BalancedClient(cluster.Addresses[0], configure: options => Scale(options, timeScale));
        await client.Sdk.CreateTableAsync();

        var start = TimeProvider.System.GetTimestamp();
        var load = Workload.Start(Workers, Rate, [client.Sdk, client.Typed], journal, seed: 1);
        await drill.PlayAsync(new DrillStage(cluster, client.Cluster, timeScale));
        await load.StopAsync();
        var duration = TimeProvider.System.GetElapsedTime(start);
        using (var direct = new DirectClient(cluster[0]))
        {
            await load.VerifyAsync(direct.Store);
        }

        var statistics = journal.Close(new AlternatorOptions().Retry.MaxAttempts);
        return new DrillResult(drill, duration, statistics, journal.ViolationCount, journal.Violations, journal.Failures);
    }

    private static void Scale(AlternatorOptions options, double scale)
    {
        options.Discovery.RefreshInterval *= scale;
        options.Discovery.IdleRefreshInterval *= scale;
        options.HealthProbe.Interval *= scale;
        options.HealthProbe.MaxInterval *= scale;
        options.HealthProbe.ProbationPeriod *= scale;
    }
}
