using System.Net;
using AlternatorHandler.Nodes;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Nodes;

public sealed class ConnectionTrackerTests
{
    [TestCase("http://10.0.0.1:8000/", "10.0.0.1", 8000, true)]
    [TestCase("http://10.0.0.1:8000/", "10.0.0.2", 8000, false)]
    [TestCase("http://10.0.0.1:8000/", "10.0.0.1", 8001, false)]
    [TestCase("http://[::1]:8000/", "::1", 8000, true)]
    [TestCase("https://seed.example/", "seed.example", 443, true)]
    public void A_connection_event_is_recorded_for_the_node_at_its_address(string node, string host, int port, bool isRecorded)
    {
        var nodes = TestNodes.Up(1);
        nodes.Table.Replace(0, [new Uri(node)], _ => { });

        new ConnectionTracker(nodes.Table).OnConnectionEvent(new DnsEndPoint(host, port));

        Assert.That(nodes[0].Latency.Connects, Is.EqualTo(isRecorded ? 1 : 0));
    }
}
