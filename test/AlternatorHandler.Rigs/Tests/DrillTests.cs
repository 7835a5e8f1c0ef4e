using AlternatorHandler.Rigs.Reliability.Drills;
using AlternatorHandler.Rigs.Reliability.Load;

namespace AlternatorHandler.Rigs.Tests;

public sealed class DrillTests
{
    private static IEnumerable<TestCaseData> Drills => AllDrills.List.Select(drill => new TestCaseData(drill.Name));

    [TestCaseSource(nameof(Drills))]
    public async Task Callers_notice_nothing_of(string name)
    {
        var result = await DrillRun.RunAsync(AllDrills.List.Single(drill => drill.Name == name), timeScale: 0.1);

        TestContext.Out.WriteLine($"{result.Statistics.Operations} operations, longest {result.Statistics.Longest}");
        Assert.That(result.Failures, Is.Empty);
        Assert.That(result.Violations, Is.Empty);
        Assert.That(result.Statistics.FailedOf(WorkGroup.Read) + result.Statistics.FailedOf(WorkGroup.IdempotentWrite), Is.Zero);
        Assert.That(result.Statistics.Operations, Is.GreaterThan(500));
    }
}
