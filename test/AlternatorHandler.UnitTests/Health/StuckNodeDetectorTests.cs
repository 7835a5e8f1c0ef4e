using AlternatorHandler.Health;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Health;

public sealed class StuckNodeDetectorTests
{
    private readonly TestNodes _nodes = TestNodes.Up(3);

    [Test]
    public void A_node_that_is_silent_for_a_second_while_a_peer_responds_is_stuck()
    {
        Begin(_nodes[0]);
        _nodes.Time.Advance(0.999.Seconds());
        Respond(_nodes[1]);
        Assert.That(DetectStuck(), Is.Empty);

        _nodes.Time.Advance(0.001.Seconds());
        Assert.That(DetectStuck(), Is.EqualTo("10.0.0.1 no response for 1.0 s"));
    }

    [Test]
    public void A_node_that_is_silent_like_all_its_peers_is_stuck_after_two_seconds()
    {
        Respond(_nodes[1]);
        Begin(_nodes[0]);

        _nodes.Time.Advance(1.999.Seconds());
        Assert.That(DetectStuck(), Is.Empty);

        _nodes.Time.Advance(0.001.Seconds());
        Assert.That(DetectStuck(), Is.EqualTo("10.0.0.1 no response for 2.0 s"));
    }

    [Test]
    public void A_node_is_not_stuck_after_one_second_if_its_peers_are_silent_as_well()
    {
        Respond(_nodes[1]);
        Begin(_nodes[0]);

        _nodes.Time.Advance(1.Seconds());

        Assert.That(DetectStuck(), Is.Empty);
    }

    [Test]
    public void A_node_that_responds_to_other_requests_is_not_stuck_by_one_long_request()
    {
        Begin(_nodes[0]);
        for (var i = 0; i < 10; i++)
        {
            _nodes.Time.Advance(0.9.Seconds());
            Respond(_nodes[0]);
            Respond(_nodes[1]);
            Assert.That(DetectStuck(), Is.Empty);
        }
    }

    [Test]
    public void A_node_that_was_idle_is_not_stuck_when_it_receives_a_request()
    {
        Respond(_nodes[0]);
        _nodes.Time.Advance(1.Seconds() * 60);
        Begin(_nodes[0]);
        Respond(_nodes[1]);

        Assert.That(DetectStuck(), Is.Empty);
    }

    [Test]
    public void Idle_nodes_are_never_stuck()
    {
        _nodes.Time.Advance(1.Seconds() * 60);

        Assert.That(new StuckNodeDetector(_nodes.Table, _nodes.Time).Detect((_, _) => Assert.Fail()), Is.False);
    }

    private void Begin(AlternatorNode node) => node.BeginAttempt(_nodes.Time.GetTimestamp());

    private void Respond(AlternatorNode node) => node.RecordResponse(_nodes.Time.GetTimestamp());

    private string DetectStuck()
    {
        var found = new List<string>();
        Assert.That(new StuckNodeDetector(_nodes.Table, _nodes.Time).Detect((node, reason) => found.Add($"{node.Address.Host} {reason}")), Is.True);
        return string.Join(", ", found);
    }
}
