using AlternatorHandler.Rigs.Reliability.Faults;
using AlternatorHandler.Rigs.Reliability.Journals;
using AlternatorHandler.Rigs.Reliability.Load;
using AlternatorHandler.Testing;

namespace AlternatorHandler.Rigs.Reliability.Storms;

/// <summary>The same storm of deaths on three clients at the same time, each with a cluster of its own.</summary>
internal static class StormRun
{
    public const int Nodes = 6;
    public const int Workers = 16;
    public const int Rate = 250;

    public static async Task<StormResult> RunAsync(int seed, TimeSpan duration)
    {
        var schedule = FaultSchedule.KillStorm(seed, Nodes, duration);
        var rows = await Task.WhenAll(
            ApplyAsync("AWS SDK, one endpoint", PlainSdk.OfOneEndpoint),
            ApplyAsync("AWS SDK, round robin", PlainSdk.OverRoundRobin),
            ApplyAsync("AWS SDK, AlternatorHandler", static nodes => new BalancedSdk(nodes)));
        return new StormResult(seed, duration, schedule, rows[0], rows[1], rows[2]);

        Task<StormRow> ApplyAsync(string name, Func<IReadOnlyList<Uri>, IContestant> create) => Task.Run(() => StormRun.ApplyAsync(name, create, seed, schedule, duration));
    }

    private static async Task<StormRow> ApplyAsync(string name, Func<IReadOnlyList<Uri>, IContestant> create, int seed, IReadOnlyList<ScheduledFault> schedule, TimeSpan duration)
    {
        var journal = new Journal { FailuresNameAttempts = false };
        await using var cluster = await AlternatorTestCluster.StartAsync(options =>
        {
            options.NodeCount = Nodes;
            options.RecordedRequestLimit = 0;
            options.OperationExecuted = journal.Executed;
        });
        await using var client = create(cluster.Addresses);
        await client.Store.CreateTableAsync();

        var load = Workload.Start(Workers, Rate, [client.Store], journal, seed);
        await Task.WhenAll(new FaultRunner(cluster, names: null).PlayAsync(schedule), Task.Delay(duration, TimeProvider.System));
        await load.StopAsync();
        using (var direct = new DirectClient(cluster[0]))
        {
            await load.VerifyAsync(direct.Store);
        }

        var statistics = journal.Close(new AlternatorOptions().Retry.MaxAttempts);
        return new StormRow(name, statistics, journal.ViolationCount, journal.Violations, journal.Failures);
    }
}
