using AlternatorHandler.Requests;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Requests;

internal sealed class AlternatorCallTests
{
    private readonly TestNodes _nodes = TestNodes.Up(2);

    [Test]
    public void Join_takes_the_node_of_the_winner_and_the_failures_of_both_copies()
    {
        var call = TestCall.Create("GetItem", _nodes.Time);
        var winner = call.Fork(call.Request, [], CancellationToken.None);
        (winner.Node, winner.PanicSince) = (_nodes[0], 5);
        var failure = new FailedAttempt(_nodes[1], AlternatorAttemptOutcome.ConnectionLost, "connection reset", 1.Seconds());

        call.Join(winner, [failure]);

        Assert.That((call.Node, call.PanicSince), Is.EqualTo((_nodes[0], 5)));
        Assert.That(call.Failures, Is.EqualTo([failure]));
        Assert.That(call.TriedNodes, Is.EqualTo([_nodes[1]]));
    }

    [Test]
    public void A_failed_attempt_is_formatted_with_its_node_reason_and_duration() => Assert.That(
        new FailedAttempt(_nodes[0], AlternatorAttemptOutcome.ConnectionLost, "connection reset", 1.5.Seconds()).ToString(),
        Is.EqualTo("10.0.0.1:8000 connection reset after 1500 ms"));
}
