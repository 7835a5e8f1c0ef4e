using AlternatorHandler.Health;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Health;

public sealed class StuckNodeDetectorTests
{
    private readonly TestNodes _nodes = TestNodes.Up(3);

    [Test]
    public void A_node_that_is_silent_for_a_second_while_a_peer_answers_is_stuck()
    {
        Begin(_nodes[0]);
        _nodes.Time.Advance(0.999.Seconds());
        Answer(_nodes[1]);
        Assert.That(Stuck(), Is.Empty);

        _nodes.Time.Advance(0.001.Seconds());
        Assert.That(Stuck(), Is.EqualTo("10.0.0.1 no answer for 1.0 s"));
    }

    [Test]
    public void A_node_that_is_silent_while_all_are_is_stuck_after_two_seconds()
    {
        Answer(_nodes[1]);
        Begin(_nodes[0]);

        _nodes.Time.Advance(1.999.Seconds());
        Assert.That(Stuck(), Is.Empty);

        _nodes.Time.Advance(0.001.Seconds());
        Assert.That(Stuck(), Is.EqualTo("10.0.0.1 no answer for 2.0 s"));
    }

    [Test]
    public void A_peer_that_has_been_silent_for_a_second_too_makes_no_node_stuck()
    {
        Answer(_nodes[1]);
        Begin(_nodes[0]);

        _nodes.Time.Advance(1.Seconds());

        Assert.That(Stuck(), Is.Empty);
    }

    [Test]
    public void A_node_that_answers_other_requests_is_not_stuck_however_long_one_takes()
    {
        Begin(_nodes[0]);
        for (var i = 0; i < 10; i++)
        {
            _nodes.Time.Advance(0.9.Seconds());
            Answer(_nodes[0]);
            Answer(_nodes[1]);
            Assert.That(Stuck(), Is.Empty);
        }
    }

    [Test]
    public void A_node_that_idled_is_not_stuck_the_moment_it_gets_a_request()
    {
        Answer(_nodes[0]);
        _nodes.Time.Advance(1.Seconds() * 60);
        Begin(_nodes[0]);
        Answer(_nodes[1]);

        Assert.That(Stuck(), Is.Empty);
    }

    [Test]
    public void Idle_nodes_are_never_stuck()
    {
        _nodes.Time.Advance(1.Seconds() * 60);

        Assert.That(new StuckNodeDetector(_nodes.Table, _nodes.Time).Detect((_, _) => Assert.Fail()), Is.False);
    }

    private void Begin(AlternatorNode node) => node.BeginAttempt(_nodes.Time.GetTimestamp());

    private void Answer(AlternatorNode node) => node.RecordResponse(_nodes.Time.GetTimestamp());

    private string Stuck()
    {
        var found = new List<string>();
        Assert.That(new StuckNodeDetector(_nodes.Table, _nodes.Time).Detect((node, reason) => found.Add($"{node.Address.Host} {reason}")), Is.True);
        return string.Join(", ", found);
    }
}
