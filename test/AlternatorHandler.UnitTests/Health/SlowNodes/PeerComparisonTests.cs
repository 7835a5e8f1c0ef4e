using System.Globalization;
using AlternatorHandler.Health.SlowNodes;
using AlternatorHandler.Protocol;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Health.SlowNodes;

public sealed class PeerComparisonTests
{
    private TestNodes _nodes = null!;
    private PeerComparison _comparison = null!;

    [TestCase("1 9", "9 1")]
    [TestCase("1 5 9", "7 5 3")]
    [TestCase("9 1 5", "3 7 5")]
    [TestCase("1 3 5 40", "5 5 3 3")]
    [TestCase("1 3 5 7 40", "6 6 5 4 4")]
    public void A_node_is_compared_with_the_median_of_all_other_nodes(string milliseconds, string peers)
    {
        Respond(Array.ConvertAll(milliseconds.Split(' '), each => (double?)double.Parse(each, CultureInfo.InvariantCulture)));

        Assert.That(string.Join(' ', _nodes.Table.Current.All.Select(_comparison.GetPeerMedian)), Is.EqualTo(peers));
    }

    [Test]
    public void A_node_without_an_estimate_is_not_compared()
    {
        Respond(1, 1, null);

        Assert.That(_comparison.GetPeerMedian(_nodes[2]), Is.Null);
    }

    [Test]
    public void A_node_is_not_compared_with_peers_that_have_no_estimate()
    {
        Respond(1, null);

        Assert.That(_comparison.GetPeerMedian(_nodes[0]), Is.Null);
    }

    [TestCase(10, 30, false, Description = "exactly three times")]
    [TestCase(10, 30.1, true)]
    [TestCase(1, 6, false, Description = "exactly 5 ms more")]
    [TestCase(1, 6.1, true)]
    public void A_node_becomes_slow_above_three_times_the_latency_of_its_peers_and_5_ms_more(double peers, double node, bool isSlow)
    {
        Respond(node, peers, peers);

        Assert.That(IsSlow(_nodes[0]), Is.EqualTo(isSlow));
    }

    [TestCase(10, 15, false)]
    [TestCase(10, 15.1, true)]
    [TestCase(2, 4.5, false)]
    [TestCase(2, 4.6, true, Description = "more than 2.5 ms above the peers")]
    [TestCase(1, 3.4, false, Description = "more than 1.5 times, but less than 2.5 ms above the peers")]
    public void A_slow_node_stays_slow_above_1_5_times_the_latency_of_its_peers_and_2_5_ms_more(double peers, double node, bool isSlow)
    {
        Respond(45, peers, peers);
        Assert.That(IsSlow(_nodes[0]), Is.True);

        RespondLater(node, peers, peers);

        Assert.That(IsSlow(_nodes[0]), Is.EqualTo(isSlow));
    }

    private static bool IsSlow(AlternatorNode node) => node.Latency[LatencyClass.PointRead].IsSlow;

    /// <summary>Creates nodes, and records so many responses that their estimates equal the given latencies.</summary>
    private void Respond(params double?[] milliseconds)
    {
        _nodes = TestNodes.Up(milliseconds.Length);
        _comparison = new PeerComparison(LatencyClass.PointRead, _nodes.Time);
        RespondLater(milliseconds);
    }

    private void RespondLater(params double?[] milliseconds)
    {
        // After this time, earlier responses no longer affect the estimates.
        _nodes.Time.Advance(1.Seconds() * 600);
        for (var i = 0; i < milliseconds.Length; i++)
        {
            for (var count = 0; count < 5_000 && milliseconds[i] is { } latency; count++)
            {
                _nodes[i].Latency[LatencyClass.PointRead].RecordResponse(latency.Milliseconds());
            }
        }

        _comparison.Update(_nodes.Table.Current.All);
    }
}
