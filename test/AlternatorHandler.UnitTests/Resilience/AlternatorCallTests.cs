using AlternatorHandler.Outcomes;
using AlternatorHandler.Requests;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Resilience;

internal sealed class AlternatorCallTests
{
    private readonly TestNodes _nodes = TestNodes.Up(2);

    [Test]
    public void Of_two_copies_the_winners_outcome_and_the_failures_of_both_count()
    {
        var call = TestCall.Of("GetItem", _nodes.Time);
        var (winner, loser) = (Fork(call, 0, AttemptKind.Answered), Fork(call, 1, AttemptKind.Broken));

        call.Adopt(winner, loser);

        Assert.That(call.Last.Response, Is.SameAs(winner.Last.Response));
        Assert.That(call.LastDuration, Is.EqualTo(1.Seconds()));
        Assert.That(call.Node, Is.SameAs(_nodes[0]));
        Assert.That(call.Failures.Select(failure => (failure.Node, failure.Kind)), Is.EqualTo([(_nodes[1], AttemptKind.Broken)]));
    }

    [Test]
    public void What_the_loser_brought_is_disposed_of()
    {
        var call = TestCall.Of("GetItem", _nodes.Time);
        var (winner, loser) = (Fork(call, 0, AttemptKind.Answered), Fork(call, 1, AttemptKind.Answered));

        call.Adopt(winner, loser);

        Assert.That(() => loser.Last.Response!.Content.ReadAsStringAsync(), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => winner.Last.Response!.Content.ReadAsStringAsync(), Throws.Nothing);
    }

    [TestCase(AttemptKind.Answered, "")]
    [TestCase(AttemptKind.Broken, "10.0.0.1")]
    [TestCase(AttemptKind.Abandoned, "10.0.0.1 10.0.0.2", Description = "the caller gave up, and both ended for that")]
    public void That_the_loser_was_abandoned_is_no_failure(AttemptKind winnersEnd, string failed)
    {
        var call = TestCall.Of("GetItem", _nodes.Time);

        call.Adopt(Fork(call, 0, winnersEnd), Fork(call, 1, AttemptKind.Abandoned));

        Assert.That(TestNodes.Hosts(call.Failures.Select(failure => failure.Node)), Is.EqualTo(failed));
    }

    [TestCase("connection reset", "10.0.0.1:8000 connection reset after 1500 ms")]
    [TestCase("", "10.0.0.1:8000 answered after 1500 ms")]
    public void An_attempt_is_described_in_words(string reason, string expected) =>
        Assert.That(new Attempt(_nodes[0], AttemptKind.Broken, reason, 1.5.Seconds()).ToString(), Is.EqualTo(expected));

    private AlternatorCall Fork(AlternatorCall call, int node, AttemptKind end)
    {
        var fork = call.Fork(call.Request, [], CancellationToken.None);
        fork.Node = _nodes[node];
        fork.Ended(_nodes[node], TestCall.Failed(end), 1.Seconds());
        return fork;
    }
}
