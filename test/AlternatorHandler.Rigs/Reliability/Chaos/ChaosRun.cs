using System.Net;
using AlternatorHandler.Rigs.Reliability.Faults;
using AlternatorHandler.Rigs.Reliability.Journals;
using AlternatorHandler.Rigs.Reliability.Load;
using AlternatorHandler.Testing;

namespace AlternatorHandler.Rigs.Reliability.Chaos;

/// <summary>Load on a cluster where everything goes wrong, and a comparison of what callers saw with what the tables did.</summary>
internal static class ChaosRun
{
    public const int Nodes = 6;
    public const int MostAtOnce = 3;
    public const int Workers = 32;
    public const int Rate = 800;

    // Timers fire late and continuations wait on a machine that is busy.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ThreadsEnd = TimeSpan.FromSeconds(60);

    /// <param name="seed">What faults and operations are drawn from.</param>
    /// <param name="duration">How long.</param>
    /// <param name="mostAtOnce">How many nodes may have a fault at the same time.</param>
    public static async Task<ChaosResult> RunAsync(int seed, TimeSpan duration, int mostAtOnce = MostAtOnce)
    {
        // What the process keeps for good, code and pools and caches, is there after a first short run.
        await ApplyAsync(seed, FaultSchedule.Chaos(seed, Nodes, mostAtOnce, WarmUp), WarmUp);
        var start = await Resources.SettledAsync(within: ThreadsEnd);

        var schedule = FaultSchedule.Chaos(seed, Nodes, mostAtOnce, duration);
        var journal = await ApplyAsync(seed, schedule, duration);
        var options = new AlternatorOptions();
        var statistics = journal.Close(options.Retry.MaxAttempts);
        if (statistics.Longest > options.Retry.TotalTimeout + Margin)
        {
            journal.Violated($"an operation took {statistics.Longest}");
        }

        var end = await Resources.ReturnToAsync(start, ThreadsEnd);
        if (end.Excess(start) is { } excess)
        {
            journal.Violated(excess);
        }

        return new ChaosResult(seed, duration, schedule, statistics, journal.ViolationCount, journal.Violations, journal.Failures, start, end);
    }

    // All that is measured for leaks lives in here.
    private static async Task<Journal> ApplyAsync(int seed, IReadOnlyList<ScheduledFault> schedule, TimeSpan duration)
    {
        var journal = new Journal();
        await using var cluster = await AlternatorTestCluster.StartAsync(options =>
        {
            options.NodeCount = Nodes;
            options.Seed = seed;
            options.RecordedRequestLimit = 0;
            options.OperationExecuted = journal.Executed;
        });
        var names = new ScriptedNames([.. cluster.Nodes.Take(3).Select(node => IPAddress.Parse(node.Host))]);
        using (var direct = new DirectClient(cluster[0]))
        {
            await direct.Store.CreateTableAsync();
        }

        await using (var client = new BalancedClient(new Uri($"http://{ScriptedNames.SeedName}:{cluster.Port}"), names))
        {
            var load = Workload.Start(Workers, Rate, [client.Sdk, client.Typed], journal, seed);
            await Task.WhenAll(new FaultRunner(cluster, names).PlayAsync(schedule), Task.Delay(duration, TimeProvider.System));
            await load.StopAsync();
            if (client.Cluster.Nodes.Sum(node => node.InFlight) is var inFlight and not 0)
            {
                journal.Violated($"{inFlight} requests are counted as in flight after the last one");
            }

            using var direct = new DirectClient(cluster[0]);
            await load.VerifyAsync(direct.Store);
        }

        return journal;
    }
}
