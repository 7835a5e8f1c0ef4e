using AlternatorHandler.Protocol;
using AlternatorHandler.Routing;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Routing;

public sealed class RouterWeightTests
{
    private static readonly IAlternatorLoadBalancingPolicy[] Policies = [new LeastRequestsPolicy(), new RoundRobinPolicy(), new RandomPolicy()];

    [TestCaseSource(nameof(Policies))]
    public void The_picks_of_a_demoted_node_are_distributed_equally_among_the_others(IAlternatorLoadBalancingPolicy policy)
    {
        var nodes = TestNodes.Up(6);
        nodes[0].LatencyWeight = 0;

        var counts = Picks(nodes, policy, 50_000);

        Assert.That(counts[0], Is.Zero);
        Assert.That(counts[1..], Is.All.EqualTo(10_000).Within(10).Percent);
    }

    [TestCaseSource(nameof(Policies))]
    public void A_demoted_node_is_not_picked_even_if_the_only_other_node_is_busy(IAlternatorLoadBalancingPolicy policy)
    {
        var nodes = TestNodes.Up(2);
        nodes[0].LatencyWeight = 0;
        nodes[1].BeginAttempt(1);

        Assert.That(Picks(nodes, policy, 1000)[0], Is.Zero);
    }

    [TestCaseSource(nameof(Policies))]
    public void A_node_with_a_weight_of_one_tenth_receives_one_tenth_of_its_picks(IAlternatorLoadBalancingPolicy policy)
    {
        var nodes = TestNodes.Up(3);
        nodes[2].SlowStartWeight = 0.1f;

        var counts = Picks(nodes, policy, 30_000);

        Assert.That(counts[2], Is.EqualTo(1000).Within(200));
    }

    [Test]
    public void With_half_of_200_nodes_demoted_the_others_are_loaded_about_equally()
    {
        var nodes = TestNodes.Up(200);
        for (var i = 0; i < 100; i++)
        {
            nodes[(i * 37) % 200].LatencyWeight = 0;
        }

        var counts = Picks(nodes, new LeastRequestsPolicy(), 100_000);

        Assert.That(counts.Where((_, i) => nodes[i].Weight == 0), Is.All.Zero);
        Assert.That(counts.Where((_, i) => nodes[i].Weight > 0), Is.All.EqualTo(1000).Within(25).Percent);
    }

    [Test]
    public void A_trial_admits_one_request_of_its_operation_class()
    {
        var nodes = TestNodes.Up(3);
        nodes[0].LatencyWeight = 0;
        nodes[0].Latency.OfferTrial(LatencyClass.Write);

        Assert.That(Picks(nodes, new RoundRobinPolicy(), 100, "GetItem")[0], Is.Zero);
        Assert.That(Picks(nodes, new RoundRobinPolicy(), 100, "PutItem")[0], Is.EqualTo(1));
    }

    [Test]
    public void A_retry_does_not_take_a_trial()
    {
        var nodes = TestNodes.Up(3);
        nodes[0].LatencyWeight = 0;
        nodes[0].Latency.OfferTrial(LatencyClass.PointRead);
        var router = new Router("test", nodes.Table, new RoundRobinPolicy(), nodes.Log);

        for (var i = 0; i < 100; i++)
        {
            Assert.That(router.PickNext(Operation.FromName("GetItem"), [nodes[1]]), Is.SameAs(nodes[2]));
        }
    }

    [Test]
    public void A_demoted_node_is_picked_when_all_others_were_tried()
    {
        var nodes = TestNodes.Up(2);
        nodes[0].LatencyWeight = 0;
        var router = new Router("test", nodes.Table, new LeastRequestsPolicy(), nodes.Log);

        Assert.That(router.PickNext(Operation.FromName("GetItem"), [nodes[1]]), Is.SameAs(nodes[0]));
    }

    [Test]
    public void A_node_in_probation_is_picked_before_a_demoted_node()
    {
        var nodes = TestNodes.Up(2);
        nodes[0].LatencyWeight = 0;
        nodes[1].SlowStartWeight = 0.1f;

        Assert.That(Picks(nodes, new RoundRobinPolicy(), 1000)[0], Is.Zero);
    }

    [Test]
    public void The_picks_of_a_demoted_node_go_to_a_node_in_probation_according_to_its_weight()
    {
        var nodes = TestNodes.Up(3);
        nodes[1].SlowStartWeight = 0.1f;
        nodes[2].LatencyWeight = 0;

        // One tenth of its own thousand picks, and half of one tenth of the picks of the demoted node.
        Assert.That(Picks(nodes, new RoundRobinPolicy(), 3000)[1], Is.EqualTo(150).Within(70));
    }

    [Test]
    public void The_picks_of_a_demoted_node_do_not_go_to_another_demoted_node()
    {
        var nodes = TestNodes.Up(3);
        nodes[0].LatencyWeight = 0;
        nodes[1].LatencyWeight = 0;
        nodes[2].SlowStartWeight = 0.1f;

        Assert.That(Picks(nodes, new RoundRobinPolicy(), 1000), Is.EqualTo([0, 0, 1000]));
    }

    [Test]
    public void Nodes_that_are_all_in_probation_are_picked_equally_often()
    {
        var nodes = TestNodes.Up(3);
        foreach (var node in nodes.Table.Current.All)
        {
            node.SlowStartWeight = 0.1f;
        }

        Assert.That(Picks(nodes, new LeastRequestsPolicy(), 9000), Is.All.EqualTo(3000).Within(10).Percent);
    }

    [Test]
    public void Picking_an_alternative_to_a_demoted_node_allocates_nothing()
    {
        var nodes = TestNodes.Up(3);
        nodes[0].LatencyWeight = 0;
        var router = new Router("test", nodes.Table, new LeastRequestsPolicy(), nodes.Log);
        router.PickFirst(Operation.FromName("GetItem"));
        router.PickFirst(Operation.FromName("GetItem"));
        router.PickFirst(Operation.FromName("GetItem"));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            router.PickFirst(Operation.FromName("GetItem"));
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static int[] Picks(TestNodes nodes, IAlternatorLoadBalancingPolicy policy, int count, string operation = "GetItem")
    {
        var router = new Router("test", nodes.Table, policy, nodes.Log);
        var all = nodes.Table.Current.All;
        var counts = new int[all.Length];
        for (var i = 0; i < count; i++)
        {
            counts[Array.IndexOf(all, router.PickFirst(Operation.FromName(operation)))]++;
        }

        return counts;
    }
}
