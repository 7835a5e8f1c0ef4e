using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Nodes;

public sealed class AlternatorNodeTests
{
    [TestCase("http://service/", "http://10.0.0.1:8000/")]
    [TestCase("http://service/localnodes?dc=dc1&rack=r1", "http://10.0.0.1:8000/localnodes?dc=dc1&rack=r1")]
    [TestCase("http://service//evil/x", "http://10.0.0.1:8000//evil/x")]
    [TestCase("http://service//user@evil:1/x", "http://10.0.0.1:8000//user@evil:1/x")]
    [TestCase("http://service/@evil", "http://10.0.0.1:8000/@evil")]
    [TestCase("http://service/a%2Fb?x=%20", "http://10.0.0.1:8000/a%2Fb?x=%20")]
    [TestCase("http://service/?", "http://10.0.0.1:8000/?")]
    [TestCase("http://service/a/", "http://10.0.0.1:8000/a/")]
    [TestCase("http://service/?a=/", "http://10.0.0.1:8000/?a=/")]
    [TestCase("http://service?a=/", "http://10.0.0.1:8000/?a=/")]
    [TestCase("http://service/#/", "http://10.0.0.1:8000/")]
    [TestCase("https://service:8043/x#fragment", "http://10.0.0.1:8000/x")]
    public void The_URI_of_an_attempt_has_the_path_of_the_request_and_the_authority_of_the_node(string original, string expected)
    {
        var node = TestNodes.Up(1)[0];

        var uri = node.GetUri(new Uri(original));

        Assert.That(uri.AbsoluteUri, Is.EqualTo(expected));
        Assert.That(uri.Authority, Is.EqualTo("10.0.0.1:8000"));
    }

    [Test]
    public void The_URI_of_an_attempt_for_the_root_path_is_the_address_of_the_node()
    {
        var node = TestNodes.Up(1)[0];

        Assert.That(node.GetUri(new Uri("http://service")), Is.SameAs(node.Address));
    }

    [TestCase("http://10.0.0.1/", "10.0.0.1:80")]
    [TestCase("https://seed.example/", "seed.example:443")]
    [TestCase("http://[::1]:8000/", "[::1]:8000")]
    [TestCase("http://[::1]/", "[::1]:80")]
    public void The_name_of_a_node_always_contains_the_port(string address, string expected)
    {
        var nodes = TestNodes.Up(1);
        nodes.Table.Replace(0, [new Uri(address)], _ => { });

        Assert.That(nodes[0].ToString(), Is.EqualTo(expected));
        Assert.That(nodes[0].GetUri(new Uri("http://service/x")).Authority, Is.EqualTo(new Uri(address).Authority));
    }

    [Test]
    public void BusySince_is_the_start_of_the_first_attempt_after_the_node_was_idle()
    {
        var node = TestNodes.Up(1)[0];

        node.BeginAttempt(5);
        node.BeginAttempt(6);
        node.EndAttempt();
        Assert.That((node.BusySince, node.InFlight), Is.EqualTo((5L, 1)));

        node.EndAttempt();
        node.BeginAttempt(7);
        Assert.That((node.BusySince, node.InFlight), Is.EqualTo((7L, 1)));
    }

    [Test]
    public async Task CancelInFlight_cancels_the_running_attempts_and_not_later_ones()
    {
        var node = TestNodes.Up(1)[0];
        var before = node.DownToken;

        node.CancelInFlight();

        Assert.That(node.DownToken.IsCancellationRequested, Is.False);
        await Eventually.TrueAsync(() => before.IsCancellationRequested, within: 20.Seconds());
    }

    [Test]
    public void The_status_of_a_node_contains_its_condition_and_its_counters()
    {
        var nodes = TestNodes.Up(2);
        nodes.Time.Advance(1.Seconds());
        nodes[1].BeginAttempt(nodes.Time.GetTimestamp());
        nodes.States.MarkDown(nodes[1], "connection refused");

        Assert.That(nodes[1].GetStatus(), Is.EqualTo(new AlternatorNodeStatus
        {
            Address = TestNodes.Address("10.0.0.2"),
            State = AlternatorNodeState.Down,
            InFlight = 1,
            Since = nodes.Time.GetUtcNow(),
            LastFailure = "connection refused",
            Attempts = 1,
        }));
    }
}
