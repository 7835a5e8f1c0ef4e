using AlternatorHandler.Routing;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Routing;

public sealed class LoadBalancingPolicyTests
{
    private static readonly IAlternatorLoadBalancingPolicy[] All = [new LeastRequestsPolicy(), new RoundRobinPolicy(), new RandomPolicy()];

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(7)]
    [TestCase(100)]
    public void Deterministic_policies_load_an_idle_cluster_exactly_equally(int count)
    {
        var nodes = TestNodes.Up(count).Table.Current.Usable;
        foreach (var policy in All.Where(policy => policy is not RandomPolicy))
        {
            var picks = Enumerable.Range(0, count * 50).Select(number => Pick(policy, nodes, (uint)number));

            Assert.That(picks.CountBy(node => node).Select(node => node.Value), Has.Exactly(count).EqualTo(50), policy.Name);
        }
    }

    [Test]
    public void Policies_pick_a_node_when_the_pick_number_overflows()
    {
        var nodes = TestNodes.Up(3).Table.Current.Usable;
        nodes[0].BeginAttempt(1);
        foreach (var policy in All)
        {
            for (var pickNumber = uint.MaxValue - 20; pickNumber != 20; pickNumber++)
            {
                Assert.That(nodes, Does.Contain(Pick(policy, nodes, pickNumber)));
            }
        }
    }

    [Test]
    public void The_picks_of_a_busy_node_are_distributed_equally_among_the_other_nodes()
    {
        var nodes = TestNodes.Up(5).Table.Current.Usable;
        nodes[2].BeginAttempt(1);

        var picks = Enumerable.Range(0, 20 * 25).Select(number => Pick(new LeastRequestsPolicy(), nodes, (uint)number)).CountBy(node => node).ToDictionary();

        Assert.That(picks, Does.Not.ContainKey(nodes[2]));
        Assert.That(picks.Values, Is.All.EqualTo(125));
    }

    [Test]
    public void Equally_busy_nodes_are_picked_in_turn()
    {
        var nodes = TestNodes.Up(4).Table.Current.Usable;
        foreach (var node in nodes)
        {
            node.BeginAttempt(1);
        }

        var picks = Enumerable.Range(0, 40).Select(number => Pick(new LeastRequestsPolicy(), nodes, (uint)number));

        Assert.That(picks, Is.EqualTo(Enumerable.Range(0, 40).Select(number => nodes[number % 4])));
    }

    [Test]
    public void LeastRequests_levels_the_load_of_requests_that_stay_in_flight()
    {
        var nodes = TestNodes.Up(6).Table.Current.Usable;
        foreach (var node in nodes.Take(3))
        {
            for (var i = 0; i < 40; i++)
            {
                node.BeginAttempt(1);
            }
        }

        for (uint pickNumber = 0; pickNumber < 240; pickNumber++)
        {
            Pick(new LeastRequestsPolicy(), nodes, pickNumber).BeginAttempt(1);
        }

        Assert.That(nodes.Select(node => node.InFlight), Is.All.InRange(50, 70));
    }

    [Test]
    public void The_random_policy_picks_every_node_about_equally_often()
    {
        var nodes = TestNodes.Up(4).Table.Current.Usable;

        var picks = Enumerable.Range(0, 4_000).Select(number => Pick(new RandomPolicy(), nodes, (uint)number));

        Assert.That(picks.CountBy(node => node).Select(node => node.Value), Has.Exactly(4).InRange(800, 1_200));
    }

    private static AlternatorNode Pick(IAlternatorLoadBalancingPolicy policy, AlternatorNode[] nodes, uint pickNumber) => policy.Pick(nodes, new AlternatorPickContext(pickNumber, "GetItem", 0));
}
