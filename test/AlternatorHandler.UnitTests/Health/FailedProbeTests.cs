using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Health;

/// <summary>What a failed probe of a node that is down already changes. In panic such a node has requests.</summary>
public sealed class FailedProbeTests
{
    private readonly TestNodes _nodes = TestNodes.Up(2);

    [SetUp]
    public void One_node_is_down() => _nodes.States.MarkDown(_nodes[0], "refused");

    [Test]
    public async Task Requests_on_a_node_that_is_down_are_given_up_when_a_probe_of_it_fails()
    {
        _nodes[0].BeginAttempt(_nodes.Time.GetTimestamp());
        var underWay = _nodes[0].DownToken;

        Fail();

        await Eventually.TrueAsync(() => underWay.IsCancellationRequested, within: 20.Seconds());
    }

    [Test]
    public void A_failed_probe_of_an_idle_node_that_is_down_does_not_ask_for_discovery_again()
    {
        Fail();

        Assert.That(_nodes.FailureCount, Is.EqualTo(1));
    }

    [Test]
    public void A_failed_probe_of_a_node_that_is_down_and_has_requests_asks_for_discovery_again()
    {
        _nodes[0].BeginAttempt(_nodes.Time.GetTimestamp());

        Fail();

        Assert.That(_nodes.FailureCount, Is.EqualTo(2));
    }

    private void Fail() => _nodes.States.OnProbeCompleted(_nodes[0], "refused", _nodes.Time.GetTimestamp());
}
