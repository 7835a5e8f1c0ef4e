using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Health;

/// <summary>Tests what a failed probe changes when the node is already down. In panic, such a node receives requests.</summary>
public sealed class FailedProbeTests
{
    private readonly TestNodes _nodes = TestNodes.Up(2);

    [SetUp]
    public void Mark_one_node_down() => _nodes.States.MarkDown(_nodes[0], "refused");

    [Test]
    public async Task A_failed_probe_of_a_node_that_is_down_cancels_its_requests()
    {
        _nodes[0].BeginAttempt(_nodes.Time.GetTimestamp());
        var downToken = _nodes[0].DownToken;

        Fail();

        await Eventually.TrueAsync(() => downToken.IsCancellationRequested, within: 20.Seconds());
    }

    [Test]
    public void A_failed_probe_of_an_idle_node_that_is_down_does_not_request_discovery_again()
    {
        Fail();

        Assert.That(_nodes.FailureCount, Is.EqualTo(1));
    }

    [Test]
    public void A_failed_probe_of_a_busy_node_that_is_down_requests_discovery_again()
    {
        _nodes[0].BeginAttempt(_nodes.Time.GetTimestamp());

        Fail();

        Assert.That(_nodes.FailureCount, Is.EqualTo(2));
    }

    private void Fail() => _nodes.States.OnProbeCompleted(_nodes[0], "refused", _nodes.Time.GetTimestamp());
}
