using AlternatorHandler.Routing;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Routing;

public sealed class PolicyTests
{
    private static readonly IAlternatorLoadBalancingPolicy[] All = [new LeastRequestsPolicy(), new RoundRobinPolicy(), new RandomPolicy()];

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(7)]
    [TestCase(100)]
    public void An_idle_cluster_is_loaded_exactly_equally(int count)
    {
        var nodes = TestNodes.Up(count).Table.Current.Usable;
        foreach (var policy in All.Where(policy => policy is not RandomPolicy))
        {
            var picks = Enumerable.Range(0, count * 50).Select(turn => Pick(policy, nodes, (uint)turn));

            Assert.That(picks.CountBy(node => node).Select(node => node.Value), Has.Exactly(count).EqualTo(50), policy.Name);
        }
    }

    [Test]
    public void Turns_go_on_where_their_number_overflows()
    {
        var nodes = TestNodes.Up(3).Table.Current.Usable;
        nodes[0].BeginAttempt(1);
        foreach (var policy in All)
        {
            for (var turn = uint.MaxValue - 20; turn != 20; turn++)
            {
                Assert.That(nodes, Does.Contain(Pick(policy, nodes, turn)));
            }
        }
    }

    [Test]
    public void A_busy_node_passes_its_turns_on_to_all_others_alike()
    {
        var nodes = TestNodes.Up(5).Table.Current.Usable;
        nodes[2].BeginAttempt(1);

        var picks = Enumerable.Range(0, 20 * 25).Select(turn => Pick(new LeastRequestsPolicy(), nodes, (uint)turn)).CountBy(node => node).ToDictionary();

        Assert.That(picks, Does.Not.ContainKey(nodes[2]));
        Assert.That(picks.Values, Is.All.EqualTo(125));
    }

    [Test]
    public void Nodes_that_are_equally_busy_take_turns()
    {
        var nodes = TestNodes.Up(4).Table.Current.Usable;
        foreach (var node in nodes)
        {
            node.BeginAttempt(1);
        }

        var picks = Enumerable.Range(0, 40).Select(turn => Pick(new LeastRequestsPolicy(), nodes, (uint)turn));

        Assert.That(picks, Is.EqualTo(Enumerable.Range(0, 40).Select(turn => nodes[turn % 4])));
    }

    [Test]
    public void Requests_that_stay_in_flight_level_the_load()
    {
        var nodes = TestNodes.Up(6).Table.Current.Usable;
        foreach (var node in nodes.Take(3))
        {
            for (var i = 0; i < 40; i++)
            {
                node.BeginAttempt(1);
            }
        }

        for (uint turn = 0; turn < 240; turn++)
        {
            Pick(new LeastRequestsPolicy(), nodes, turn).BeginAttempt(1);
        }

        Assert.That(nodes.Select(node => node.InFlight), Is.All.InRange(50, 70));
    }

    [Test]
    public void Random_picks_reach_every_node()
    {
        var nodes = TestNodes.Up(4).Table.Current.Usable;

        var picks = Enumerable.Range(0, 4_000).Select(turn => Pick(new RandomPolicy(), nodes, (uint)turn));

        Assert.That(picks.CountBy(node => node).Select(node => node.Value), Has.Exactly(4).InRange(800, 1_200));
    }

    private static AlternatorNode Pick(IAlternatorLoadBalancingPolicy policy, AlternatorNode[] nodes, uint turn) => policy.Pick(nodes, new AlternatorPickContext(turn, "GetItem", 0));
}
