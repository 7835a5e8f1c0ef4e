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
    public void The_peers_of_a_node_are_all_the_others_at_their_median(string milliseconds, string peers)
    {
        Answer(Array.ConvertAll(milliseconds.Split(' '), each => (double?)double.Parse(each, CultureInfo.InvariantCulture)));

        Assert.That(string.Join(' ', _nodes.Table.Current.All.Select(_comparison.GetPeerMedian)), Is.EqualTo(peers));
    }

    [Test]
    public void A_node_of_which_nothing_is_known_is_not_compared()
    {
        Answer(1, 1, null);

        Assert.That(_comparison.GetPeerMedian(_nodes[2]), Is.Null);
    }

    [Test]
    public void A_node_is_not_compared_with_peers_of_which_nothing_is_known()
    {
        Answer(1, null);

        Assert.That(_comparison.GetPeerMedian(_nodes[0]), Is.Null);
    }

    [TestCase(10, 30, false, Description = "three times, not more")]
    [TestCase(10, 30.1, true)]
    [TestCase(1, 6, false, Description = "5 ms over them, not more")]
    [TestCase(1, 6.1, true)]
    public void A_node_becomes_slow_at_more_than_three_times_its_peers_and_more_than_5_ms_over_them(double peers, double node, bool isSlow)
    {
        Answer(node, peers, peers);

        Assert.That(IsSlow(_nodes[0]), Is.EqualTo(isSlow));
    }

    [TestCase(10, 15, false)]
    [TestCase(10, 15.1, true)]
    [TestCase(2, 4.5, false)]
    [TestCase(2, 4.6, true, Description = "more than 2.5 ms over them")]
    [TestCase(1, 3.4, false, Description = "more than half as much again, and not 2.5 ms over them")]
    public void A_slow_node_recovers_at_1_5_times_the_latency_of_its_peers_or_2_5_ms_above_it(double peers, double node, bool isSlow)
    {
        Answer(45, peers, peers);
        Assert.That(IsSlow(_nodes[0]), Is.True);

        AnswerLater(node, peers, peers);

        Assert.That(IsSlow(_nodes[0]), Is.EqualTo(isSlow));
    }

    private static bool IsSlow(AlternatorNode node) => node.Latency[LatencyClass.PointRead].IsSlow;

    /// <summary>Lets new nodes answer so often that their estimates are exactly what the answers take.</summary>
    private void Answer(params double?[] milliseconds)
    {
        _nodes = TestNodes.Up(milliseconds.Length);
        _comparison = new PeerComparison(LatencyClass.PointRead, _nodes.Time);
        AnswerLater(milliseconds);
    }

    private void AnswerLater(params double?[] milliseconds)
    {
        // Long after the last answers nothing of them is left in the estimates.
        _nodes.Time.Advance(1.Seconds() * 600);
        for (var i = 0; i < milliseconds.Length; i++)
        {
            for (var answer = 0; answer < 5_000 && milliseconds[i] is { } took; answer++)
            {
                _nodes[i].Latency[LatencyClass.PointRead].RecordResponse(took.Milliseconds());
            }
        }

        _comparison.Update(_nodes.Table.Current.All);
    }
}
