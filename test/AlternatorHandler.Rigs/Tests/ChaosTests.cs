using AlternatorHandler.Rigs.Reliability.Chaos;
using AlternatorHandler.Rigs.Reliability.Faults;

namespace AlternatorHandler.Rigs.Tests;

public sealed class ChaosTests
{
    // With faults on all nodes operations may fail; the promises are about how.
    [TestCase(60, ChaosRun.MostAtOnce, TestName = "A_minute_of_chaos_breaks_no_promise")]
    [TestCase(30, ChaosRun.Nodes, TestName = "Chaos_on_all_nodes_at_once_breaks_no_promise")]
    public async Task Chaos(int duration, int mostAtOnce)
    {
        var seed = Random.Shared.Next();
        TestContext.Out.WriteLine($"seed {seed}");

        var result = await ChaosRun.RunAsync(seed, duration.Seconds(), mostAtOnce);

        TestContext.Out.WriteLine($"{result.Statistics.Operations} operations, {result.Faults.Count} faults, longest {result.Statistics.Longest}; {result.Start}, then {result.End}");
        TestContext.Out.WriteLine(string.Join('\n', result.Failures));
        Assert.That(result.Violations, Is.Empty, $"seed {seed}");
        Assert.That(result.Statistics.Operations, Is.GreaterThan(2000));
        Assert.That(result.Faults, Has.Count.GreaterThan(10));
    }

    [Test]
    public void A_seed_always_gives_the_same_faults()
    {
        var first = FaultSchedule.Chaos(7, ChaosRun.Nodes, ChaosRun.MostAtOnce, 60.Seconds());

        Assert.That(FaultSchedule.Chaos(7, ChaosRun.Nodes, ChaosRun.MostAtOnce, 60.Seconds()), Is.EqualTo(first));
        Assert.That(FaultSchedule.Chaos(8, ChaosRun.Nodes, ChaosRun.MostAtOnce, 60.Seconds()), Is.Not.EqualTo(first));
    }

    [Test]
    public void In_ten_minutes_everything_that_can_go_wrong_does()
    {
        var faults = FaultSchedule.Chaos(1, ChaosRun.Nodes, ChaosRun.MostAtOnce, 600.Seconds());

        Assert.That(faults.Select(fault => fault.Kind).Distinct(), Is.EquivalentTo(Enum.GetValues<FaultKind>()));
        foreach (var lane in faults.GroupBy(fault => fault.Lane))
        {
            Assert.That(lane.Zip(lane.Skip(1), (one, next) => one.Until < next.At), Is.All.True, "one fault at a time on each node");
        }
    }
}
