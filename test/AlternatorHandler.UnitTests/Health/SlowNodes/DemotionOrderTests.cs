using AlternatorHandler.Protocol;

namespace AlternatorHandler.UnitTests.Health.SlowNodes;

/// <summary>Tests which outliers are demoted when there are more of them than the limit allows.</summary>
public sealed class DemotionOrderTests : OutlierTest
{
    // This many responses determine the estimate of a node completely.
    private const int Responses = 5_000;

    [TestCase(0, 2)]
    [TestCase(2, 0)]
    public void A_stuck_node_is_demoted_rather_than_a_slow_node(int stuck, int slow)
    {
        RespondAll(LatencyClass.PointRead, i => i == slow ? 45 : 1);
        MarkStuck(Nodes[stuck]);
        Evaluate();

        Assert.That(Demoted(), Is.EqualTo($"10.0.0.{stuck + 1}"));
    }

    [TestCase(0, 2)]
    [TestCase(2, 0)]
    public void A_demoted_slow_node_is_not_replaced_by_a_node_that_becomes_stuck(int slow, int stuck)
    {
        RespondAll(LatencyClass.PointRead, i => i == slow ? 45 : 1);
        Evaluate();
        MarkStuck(Nodes[stuck]);
        Evaluate();

        Assert.That(Demoted(), Is.EqualTo($"10.0.0.{slow + 1}"));
    }

    [TestCase(0, 2)]
    [TestCase(2, 0)]
    public void The_node_with_the_highest_latency_ratio_of_any_operation_class_is_demoted(int worse, int bad)
    {
        RespondAll(LatencyClass.Write, i => i == worse ? 40 : 4);
        RespondAll(LatencyClass.RangeOrBatch, i => i == bad ? 45 : 9);
        Evaluate();

        Assert.That(Demoted(), Is.EqualTo($"10.0.0.{worse + 1}"));
    }

    [TestCase(0, 2)]
    [TestCase(2, 0)]
    public void A_high_ratio_of_very_short_latencies_does_not_affect_which_node_is_demoted(int worse, int bad)
    {
        RespondAll(LatencyClass.Write, i => i == worse ? 40 : 4);
        RespondAll(LatencyClass.RangeOrBatch, i => i == bad ? 45 : 9);
        RespondAll(LatencyClass.PointRead, i => i == bad ? 2 : 0.1);
        Evaluate();

        Assert.That(Demoted(), Is.EqualTo($"10.0.0.{worse + 1}"));
    }

    private void RespondAll(LatencyClass latencyClass, Func<int, double> milliseconds)
    {
        for (var i = 0; i < Nodes.Table.Current.All.Length; i++)
        {
            Respond(Nodes[i], latencyClass, milliseconds(i), Responses);
        }
    }
}
