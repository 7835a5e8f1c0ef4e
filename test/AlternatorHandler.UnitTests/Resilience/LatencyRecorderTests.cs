using AlternatorHandler.Nodes;
using AlternatorHandler.Outcomes;
using AlternatorHandler.Protocol;

namespace AlternatorHandler.UnitTests.Resilience;

public sealed class LatencyRecorderTests
{
    [TestCase(nameof(AttemptKind.Answered), 2, 2)]
    [TestCase(nameof(AttemptKind.Answered), 2000, 50, Description = "slow beyond doubt is slow beyond doubt")]
    [TestCase(nameof(AttemptKind.Shed), 2, 50)]
    [TestCase(nameof(AttemptKind.Broken), 2, 50)]
    [TestCase(nameof(AttemptKind.BadGateway), 2, 50)]
    [TestCase(nameof(AttemptKind.ServerError), 2, 50)]
    [TestCase(nameof(AttemptKind.Abandoned), 2, null, Description = "who leaves soon has seen nothing")]
    [TestCase(nameof(AttemptKind.Abandoned), 80, 50)]
    [TestCase(nameof(AttemptKind.Throttled), 2, null)]
    [TestCase(nameof(AttemptKind.NotSent), 2, null)]
    [TestCase(nameof(AttemptKind.NodeWentDown), 2, null)]
    [TestCase(nameof(AttemptKind.OutOfTime), 2, null)]
    [TestCase(nameof(AttemptKind.OutOfTime), 80, 50)]
    public void What_counts_and_as_how_much(string kind, double took, double? score)
    {
        var latency = new NodeLatency();
        Record(latency, Enum.Parse<AttemptKind>(kind), took, latency.Connects);

        Assert.That(Score(latency), score is null ? Is.Null : Is.GreaterThan(0).And.EqualTo(score!.Value / (kind is nameof(AttemptKind.Answered) or nameof(AttemptKind.Abandoned) or nameof(AttemptKind.OutOfTime) ? 1 : 32)).Within(0.001));
    }

    [Test]
    public void An_answer_that_may_have_waited_for_a_new_connection_does_not_count()
    {
        var latency = new NodeLatency();
        var connects = latency.Connects;
        latency.Connecting();
        Record(latency, AttemptKind.Answered, 40, connects);
        Record(latency, AttemptKind.Abandoned, 400, connects);
        Assert.That(Score(latency), Is.Null);

        Record(latency, AttemptKind.Answered, 2, latency.Connects);
        Assert.That(Score(latency), Is.EqualTo(2));
    }

    [Test]
    public void A_failure_counts_on_a_new_connection_as_well()
    {
        var latency = new NodeLatency();
        latency.Connecting();

        Record(latency, AttemptKind.ServerError, 2, connects: 0);

        Assert.That(Score(latency), Is.Not.Null);
    }

    [Test]
    public void Recording_allocates_nothing()
    {
        var latency = new NodeLatency();
        Record(latency, AttemptKind.Answered, 1, 0);
        Record(latency, AttemptKind.Shed, 1, 0);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
        {
            Record(latency, AttemptKind.Answered, 1, 0);
            Record(latency, AttemptKind.Shed, 1, 0);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static void Record(NodeLatency latency, AttemptKind kind, double took, int connects) =>
        LatencyRecorder.Record(latency, LatencyClass.PointRead, kind, took.Milliseconds(), connects);

    private static double? Score(NodeLatency latency)
    {
        var estimate = latency[LatencyClass.PointRead];
        estimate.Take();
        estimate.Update(now: 1, passed: TimeSpan.Zero, start: estimate.Answers ?? 0, isDemoted: false);
        return estimate.Score;
    }
}
