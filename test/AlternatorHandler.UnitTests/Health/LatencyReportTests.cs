using AlternatorHandler.Nodes;
using AlternatorHandler.Outcomes;
using AlternatorHandler.Protocol;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Health;

public sealed class LatencyReportTests
{
    private readonly TestNodes _nodes = TestNodes.Up(2);

    private NodeLatency Latency => _nodes[0].Latency;

    [TestCase(nameof(AlternatorAttemptOutcome.Answered), 2, 2)]
    [TestCase(nameof(AlternatorAttemptOutcome.Answered), 2000, 50, Description = "a duration is capped")]
    [TestCase(nameof(AlternatorAttemptOutcome.Shed), 2, 50)]
    [TestCase(nameof(AlternatorAttemptOutcome.ConnectionLost), 2, 50)]
    [TestCase(nameof(AlternatorAttemptOutcome.BadGateway), 2, 50)]
    [TestCase(nameof(AlternatorAttemptOutcome.ServerError), 2, 50)]
    [TestCase(nameof(AlternatorAttemptOutcome.Abandoned), 2, null, Description = "an early cancellation is not a measurement")]
    [TestCase(nameof(AlternatorAttemptOutcome.Abandoned), 80, 50)]
    [TestCase(nameof(AlternatorAttemptOutcome.Throttled), 2, null)]
    [TestCase(nameof(AlternatorAttemptOutcome.NotSent), 2, null)]
    [TestCase(nameof(AlternatorAttemptOutcome.NodeWentDown), 2, null)]
    [TestCase(nameof(AlternatorAttemptOutcome.OutOfTime), 2, null)]
    [TestCase(nameof(AlternatorAttemptOutcome.OutOfTime), 80, 50)]
    public void The_outcome_of_an_attempt_determines_the_latency_that_is_recorded(string kind, double milliseconds, double? score)
    {
        Record(Enum.Parse<AlternatorAttemptOutcome>(kind), milliseconds, Latency.Connects);

        Assert.That(Score(), score is null ? Is.Null : Is.GreaterThan(0).And.EqualTo(score!.Value / (kind is nameof(AlternatorAttemptOutcome.Answered) or nameof(AlternatorAttemptOutcome.Abandoned) or nameof(AlternatorAttemptOutcome.OutOfTime) ? 1 : 32)).Within(0.001));
    }

    [Test]
    public void A_response_that_may_have_waited_for_a_new_connection_is_not_recorded()
    {
        var connects = Latency.Connects;
        Latency.RecordConnect();
        Record(AlternatorAttemptOutcome.Answered, 40, connects);
        Record(AlternatorAttemptOutcome.Abandoned, 400, connects);
        Assert.That(Score(), Is.Null);

        Record(AlternatorAttemptOutcome.Answered, 2, Latency.Connects);
        Assert.That(Score(), Is.EqualTo(2));
    }

    [Test]
    public void A_failure_on_a_new_connection_is_recorded()
    {
        Latency.RecordConnect();

        Record(AlternatorAttemptOutcome.ServerError, 2, connects: 0);

        Assert.That(Score(), Is.Not.Null);
    }

    [Test]
    public void Recording_the_latency_of_an_attempt_allocates_nothing()
    {
        var (answered, shed) = (TestCall.Outcome(AlternatorAttemptOutcome.Answered), TestCall.Outcome(AlternatorAttemptOutcome.Shed));
        Record(answered, 1, 0);
        Record(shed, 1, 0);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
        {
            Record(answered, 1, 0);
            Record(shed, 1, 0);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private void Record(AlternatorAttemptOutcome kind, double milliseconds, int connects) => Record(TestCall.Outcome(kind), milliseconds, connects);

    private void Record(AttemptOutcome outcome, double milliseconds, int connects) =>
        _nodes.Health.Report(_nodes[0], Operation.FromName("GetItem"), outcome, milliseconds.Milliseconds(), connects, nodeWentDown: false);

    private double? Score()
    {
        var estimate = Latency[LatencyClass.PointRead];
        estimate.Drain();
        estimate.Update(now: 1, passed: TimeSpan.Zero, start: estimate.MeanLatency ?? 0, isDemoted: false);
        return estimate.Score;
    }
}
