using AlternatorHandler.Rigs.Reliability.Load;
using AlternatorHandler.Rigs.Reliability.Storms;

namespace AlternatorHandler.Rigs.Tests;

public sealed class StormTests
{
    [Test]
    public async Task In_a_storm_of_dying_nodes_reads_and_idempotent_writes_succeed_and_nothing_is_applied_twice()
    {
        var result = await StormRun.RunAsync(seed: 3, 20.Seconds());

        var ours = result.Ours;
        Assert.That(ours.Failures, Is.Empty);
        Assert.That(ours.Violations, Is.Empty);
        Assert.That(ours.Statistics.FailedOf(WorkGroup.Read) + ours.Statistics.FailedOf(WorkGroup.IdempotentWrite), Is.Zero);
        Assert.That(ours.Statistics.DuplicateAdds + ours.Statistics.DuplicateConditionalWrites, Is.Zero);

        // The storm is one: callers of a single endpoint wait until it is back, and repetitions in the dark count twice.
        Assert.That(result.SingleEndpoint.Statistics.Longest, Is.GreaterThan(500.Milliseconds()));
        Assert.That(result.RoundRobin.Statistics.DuplicateAdds, Is.GreaterThan(0));
    }
}
