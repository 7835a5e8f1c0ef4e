using AlternatorHandler.Outcomes;
using AlternatorHandler.Requests;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Requests;

internal sealed class HedgedReadTests
{
    private readonly TestNodes _nodes = TestNodes.Up(2);

    [TestCase(AlternatorAttemptOutcome.Answered, AlternatorAttemptOutcome.ConnectionLost, 0, "10.0.0.2")]
    [TestCase(AlternatorAttemptOutcome.ConnectionLost, AlternatorAttemptOutcome.Answered, 1, "10.0.0.1")]
    public async Task A_hedged_read_takes_the_outcome_of_the_winner_and_the_failures_of_both_copies(AlternatorAttemptOutcome first, AlternatorAttemptOutcome second, int winner, string failed)
    {
        var call = TestCall.Create("GetItem", _nodes.Time);

        var (outcomes, settled) = await SettleAsync(call, first, second);

        Assert.That(settled.Response, Is.SameAs(outcomes[winner].Response));
        Assert.That(settled.Duration, Is.EqualTo(1.Seconds()));
        Assert.That(call.Node, Is.SameAs(_nodes[winner]));
        Assert.That(call.Failures.Select(failure => (failure.Node.Address.Host, failure.Kind)), Is.EqualTo([(failed, AlternatorAttemptOutcome.ConnectionLost)]));
    }

    [Test]
    public async Task A_hedged_read_disposes_the_response_of_the_loser()
    {
        var (outcomes, _) = await SettleAsync(TestCall.Create("GetItem", _nodes.Time), AlternatorAttemptOutcome.Answered, AlternatorAttemptOutcome.Answered);

        Assert.That(() => outcomes[1].Response!.Content.ReadAsStringAsync(), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => outcomes[0].Response!.Content.ReadAsStringAsync(), Throws.Nothing);
    }

    [TestCase(AlternatorAttemptOutcome.Answered, "")]
    [TestCase(AlternatorAttemptOutcome.ConnectionLost, "10.0.0.1")]
    [TestCase(AlternatorAttemptOutcome.Abandoned, "10.0.0.1 10.0.0.2", Description = "the caller canceled, which ended both copies")]
    public async Task The_abandoned_copy_of_a_hedged_read_is_not_a_failure(AlternatorAttemptOutcome winner, string failed)
    {
        var call = TestCall.Create("GetItem", _nodes.Time);

        await SettleAsync(call, winner, AlternatorAttemptOutcome.Abandoned);

        Assert.That(TestNodes.Hosts(call.Failures.Select(failure => failure.Node)), Is.EqualTo(failed));
    }

    [Test]
    public void A_hedged_read_without_an_attempt_has_no_outcome() =>
        Assert.That(new HedgedRead(TestCall.Create("GetItem", _nodes.Time), _ => throw new InvalidOperationException()).SelectOutcome(), Is.Null);

    private async Task<(AttemptOutcome[] Outcomes, AttemptOutcome Settled)> SettleAsync(AlternatorCall call, AlternatorAttemptOutcome first, AlternatorAttemptOutcome second)
    {
        AttemptOutcome[] outcomes = [TestCall.Outcome(first), TestCall.Outcome(second)];
        var attempts = 0;
        var read = new HedgedRead(call, fork => new(TestCall.End(fork, _nodes[attempts], outcomes[attempts++], 1.Seconds())));
        await read.SendFirstAsync(CancellationToken.None);
        await read.SendSecondAsync(CancellationToken.None);
        return (outcomes, read.SelectOutcome()!.Value);
    }
}
