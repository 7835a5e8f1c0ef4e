using AlternatorHandler.Protocol;

namespace AlternatorHandler.UnitTests.Health.SlowNodes;

/// <summary>Which of the bad nodes are demoted while there are more of them than may be.</summary>
public sealed class DemotionOrderTests : SlowNodeTest
{
    // So many answers at once decide what a node is estimated at.
    private const int Many = 5_000;

    [TestCase(0, 2)]
    [TestCase(2, 0)]
    public void Of_two_bad_nodes_the_one_that_is_stuck_is_demoted_and_not_the_one_that_is_slow(int stuck, int slow)
    {
        AnswerAll(LatencyClass.PointRead, i => i == slow ? 45 : 1);
        Stick(Nodes[stuck]);
        Judge();

        Assert.That(Demoted(), Is.EqualTo($"10.0.0.{stuck + 1}"));
    }

    [TestCase(0, 2)]
    [TestCase(2, 0)]
    public void A_node_that_is_demoted_does_not_change_places_with_one_that_gets_stuck(int slow, int stuck)
    {
        AnswerAll(LatencyClass.PointRead, i => i == slow ? 45 : 1);
        Judge();
        Stick(Nodes[stuck]);
        Judge();

        Assert.That(Demoted(), Is.EqualTo($"10.0.0.{slow + 1}"));
    }

    [TestCase(0, 2)]
    [TestCase(2, 0)]
    public void Of_nodes_slow_at_different_operations_the_one_with_the_highest_latency_ratio_is_demoted(int worse, int bad)
    {
        AnswerAll(LatencyClass.Write, i => i == worse ? 40 : 4);
        AnswerAll(LatencyClass.RangeOrBatch, i => i == bad ? 45 : 9);
        Judge();

        Assert.That(Demoted(), Is.EqualTo($"10.0.0.{worse + 1}"));
    }

    [TestCase(0, 2)]
    [TestCase(2, 0)]
    public void Many_times_next_to_nothing_makes_no_node_the_worse(int worse, int bad)
    {
        AnswerAll(LatencyClass.Write, i => i == worse ? 40 : 4);
        AnswerAll(LatencyClass.RangeOrBatch, i => i == bad ? 45 : 9);
        AnswerAll(LatencyClass.PointRead, i => i == bad ? 2 : 0.1);
        Judge();

        Assert.That(Demoted(), Is.EqualTo($"10.0.0.{worse + 1}"));
    }

    private void AnswerAll(LatencyClass latencyClass, Func<int, double> milliseconds)
    {
        for (var i = 0; i < Nodes.Table.Current.All.Length; i++)
        {
            Answer(Nodes[i], latencyClass, milliseconds(i), Many);
        }
    }
}
