using AlternatorHandler.Protocol;
using AlternatorHandler.Routing;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Routing;

public sealed class RouterTests
{
    [Test]
    public void Picks_of_an_idle_cluster_are_exactly_equal()
    {
        var nodes = TestNodes.Up(8);
        var router = RouterOver(nodes);

        var picks = Enumerable.Range(0, 8_000).Select(_ => router.PickFirst(Operation.FromName("GetItem"))!).CountBy(node => node);

        Assert.That(picks.Select(node => node.Value), Has.Exactly(8).EqualTo(1_000));
    }

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(1_000)]
    public void A_first_pick_allocates_nothing(int count)
    {
        var nodes = new TestNodes(["10.0.0.1"]);
        nodes.List([.. Enumerable.Range(0, count).Select(i => $"10.0.{i / 250}.{1 + (i % 250)}")]);
        nodes.States.MarkUpUnprobed(nodes.Table.Current.All);
        nodes[0].BeginAttempt(1);
        nodes[0].SlowStartWeight = 0.5f;
        var router = RouterOver(nodes);
        router.PickFirst(Operation.FromName("GetItem"));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            router.PickFirst(Operation.FromName("GetItem"));
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void Without_a_usable_node_there_is_no_pick()
    {
        var router = RouterOver(new TestNodes(["10.0.0.1"]));

        Assert.That(router.PickFirst(Operation.FromName("GetItem")), Is.Null);
        Assert.That(router.PickNext(Operation.FromName("GetItem"), []), Is.Null);
    }

    [Test]
    public void Nodes_that_were_tried_are_not_picked_while_others_are_left()
    {
        var nodes = TestNodes.Up(3);
        var router = RouterOver(nodes);
        for (var i = 0; i < 30; i++)
        {
            Assert.That(router.PickNext(Operation.FromName("GetItem"), [nodes[0], nodes[2]]), Is.SameAs(nodes[1]));
        }
    }

    [Test]
    public void When_all_were_tried_those_tried_once_come_first_and_then_any_will_do()
    {
        var nodes = TestNodes.Up(2);
        var router = RouterOver(nodes);

        Assert.That(Enumerable.Range(0, 10).Select(_ => router.PickNext(Operation.FromName("GetItem"), [nodes[0], nodes[1], nodes[0]])), Is.All.SameAs(nodes[1]));

        var picks = Enumerable.Range(0, 10).Select(_ => router.PickNext(Operation.FromName("GetItem"), [nodes[0], nodes[1], nodes[0], nodes[1]], mayBeDown: true)!);
        Assert.That(picks.CountBy(node => node).Select(node => node.Value), Is.All.EqualTo(5));
    }

    [Test]
    public void When_the_only_usable_node_failed_twice_the_nodes_that_are_down_for_longest_come_next()
    {
        var nodes = TestNodes.Up(4);
        var router = RouterOver(nodes);
        foreach (var down in new[] { nodes[2], nodes[1] })
        {
            nodes.States.MarkDown(down, "refused");
            nodes.Time.Advance(1.Seconds());
        }

        nodes.States.AwaitFirstProbe(nodes[3]);
        nodes.Table.Publish();
        AlternatorNode[] order = [nodes[0], nodes[0], nodes[2], nodes[1], nodes[0], nodes[0]];

        for (var tried = 0; tried < order.Length; tried++)
        {
            Assert.That(router.PickNext(Operation.FromName("GetItem"), order[..tried], mayBeDown: true), Is.SameAs(order[tried]), $"{tried} tried");
            Assert.That(router.PickNext(Operation.FromName("GetItem"), order[..tried]), Is.SameAs(nodes[0]));
        }

        Assert.That(nodes.Log.Count("Panic"), Is.Zero);
    }

    [Test]
    public void After_the_nodes_of_the_serving_tier_those_of_the_next_tiers_are_tried()
    {
        var nodes = Tiered();
        var router = RouterOver(nodes);
        var tried = new List<AlternatorNode>();

        for (var i = 0; i < 6; i++)
        {
            tried.Add(router.PickNext(Operation.FromName("GetItem"), tried)!);
        }

        Assert.That(tried[..2], Is.EquivalentTo([nodes[0], nodes[1]]));
        Assert.That(tried[2..4], Is.EquivalentTo([nodes[2], nodes[3]]));
        Assert.That(tried[4..], Is.EquivalentTo([nodes[0], nodes[1]]));
    }

    [Test]
    public void A_tier_before_the_serving_one_is_not_gone_back_to()
    {
        var nodes = Tiered(minUsableShare: 1);
        nodes.States.MarkDown(nodes[0], "refused");
        var router = RouterOver(nodes);
        Assert.That(nodes.Table.Current.ServingTier, Is.EqualTo(1));
        var tried = new List<AlternatorNode>();

        for (var i = 0; i < 3; i++)
        {
            tried.Add(router.PickNext(Operation.FromName("GetItem"), tried)!);
        }

        Assert.That(tried, Is.EquivalentTo([nodes[1], nodes[2], nodes[3]]));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void In_panic_the_seeds_count_unless_the_scopes_are_strict(bool isStrict)
    {
        var options = new AlternatorOptions { Scopes = { new AlternatorRoutingScope("dc1") } };
        if (!isStrict)
        {
            options.Scopes.Add(new AlternatorRoutingScope());
        }

        var nodes = new TestNodes(["seed.example"], options);
        nodes.List("10.0.0.1");
        var router = RouterOver(nodes);

        Assert.That(router.PickInPanic([nodes[0]]), Is.SameAs(isStrict ? nodes[0] : nodes.Table.Current.Seeds[0]));
    }

    [Test]
    public void Strict_scopes_without_a_known_node_leave_nothing_even_in_panic()
    {
        var nodes = new TestNodes(["seed.example"], new AlternatorOptions { Scopes = { new AlternatorRoutingScope("dc1") } });

        Assert.That(RouterOver(nodes).PickInPanic([]), Is.Null);
    }

    [Test]
    public void A_policy_learns_the_number_of_the_attempt_and_the_operation()
    {
        var nodes = TestNodes.Up(3);
        var policy = new Spy();
        var router = RouterOver(nodes, policy);

        router.PickFirst(Operation.FromName("GetItem"));
        router.PickNext(Operation.FromName("PutItem"), [nodes[0], nodes[0]]);

        Assert.That(policy.Seen, Is.EqualTo(["GetItem 0 of 3", "PutItem 2 of 2"]));
    }

    // A node with the share s takes s of the turns that it is offered. Each count is within five standard deviations.
    [TestCase(0.1f)]
    [TestCase(0.5f)]
    [TestCase(0.9f)]
    public void A_node_in_probation_takes_its_share_of_its_turns(float share)
    {
        const int Turns = 20_000;
        var nodes = TestNodes.Up(4);
        nodes[1].SlowStartWeight = share;
        var router = RouterOver(nodes);

        var picks = Enumerable.Range(0, Turns).Select(_ => router.PickFirst(Operation.FromName("GetItem"))!).CountBy(node => node).ToDictionary();

        var expected = Turns / 4 * share;
        Assert.That(picks[nodes[1]], Is.EqualTo(expected).Within(5 * Math.Sqrt(expected)));
        var others = picks.Where(node => node.Key != nodes[1]).Select(node => (double)node.Value).ToList();
        Assert.That(others, Is.All.EqualTo((Turns - expected) / 3).Within(5 * Math.Sqrt(expected)));
    }

    [Test]
    public void When_all_are_in_probation_requests_still_go_to_all()
    {
        var nodes = TestNodes.Up(3);
        foreach (var node in nodes.Table.Current.All)
        {
            node.SlowStartWeight = 0.1f;
        }

        var router = RouterOver(nodes);
        var picks = Enumerable.Range(0, 3_000).Select(_ => router.PickFirst(Operation.FromName("GetItem"))!).CountBy(node => node);

        Assert.That(picks.Select(node => node.Value), Has.Exactly(3).InRange(800, 1_200));
    }

    [Test]
    public void In_panic_the_node_whose_failure_is_longest_ago_comes_first_and_seeds_count()
    {
        var nodes = new TestNodes(["seed.example", "10.0.0.1"]);
        nodes.List("10.0.0.1", "10.0.0.2", "10.0.0.3");
        var seed = nodes.Table.Current.Seeds[0];
        nodes.States.MarkUpUnprobed([.. nodes.Table.Current.All, seed]);
        var order = new[] { nodes[1], seed, nodes[0], nodes[2] };
        foreach (var node in order)
        {
            nodes.Time.Advance(1.Seconds());
            nodes.States.MarkDown(node, "refused");
        }

        var router = RouterOver(nodes);
        for (var tried = 0; tried < 4; tried++)
        {
            Assert.That(router.PickInPanic(order[..tried]), Is.SameAs(order[tried]));
        }

        Assert.That(router.PickInPanic(order), Is.SameAs(order[0]), "all were tried");

        nodes.Time.Advance(1.Seconds());
        nodes.States.MarkDown(order[0], "refused again");
        Assert.That(router.PickInPanic([]), Is.SameAs(seed));
    }

    [Test]
    public void Panic_and_its_end_are_logged_once_each()
    {
        var nodes = TestNodes.Up(2);
        var router = RouterOver(nodes);
        nodes.States.MarkDown(nodes[0], "refused");
        nodes.States.MarkDown(nodes[1], "refused");
        for (var i = 0; i < 10; i++)
        {
            router.PickInPanic([]);
        }

        Assert.That((nodes.Log.Count("Panic"), nodes.Log.Count("PanicEnded")), Is.EqualTo((1, 0)));

        nodes.States.OnResponse(nodes[0]);
        router.PickFirst(Operation.FromName("GetItem"));
        router.PickFirst(Operation.FromName("GetItem"));
        Assert.That((nodes.Log.Count("Panic"), nodes.Log.Count("PanicEnded")), Is.EqualTo((1, 1)));
    }

    // Four nodes, the first two of them in the first tier.
    private static TestNodes Tiered(double minUsableShare = 0)
    {
        var nodes = new TestNodes(["10.0.0.1"], new AlternatorOptions { Scopes = { new AlternatorRoutingScope("dc1", "r1") { MinUsableShare = minUsableShare }, new AlternatorRoutingScope("dc1") } });
        nodes.Table.Replace(0, Enumerable.Range(1, 2).Select(i => TestNodes.Address($"10.0.0.{i}")), _ => { });
        nodes.Table.Replace(1, Enumerable.Range(1, 4).Select(i => TestNodes.Address($"10.0.0.{i}")), _ => { });
        nodes.States.MarkUpUnprobed(nodes.Table.Current.All);
        return nodes;
    }

    private static Router RouterOver(TestNodes nodes, IAlternatorLoadBalancingPolicy? policy = null) => new("test", nodes.Table, policy ?? new LeastRequestsPolicy(), nodes.Log);

    private sealed class Spy : IAlternatorLoadBalancingPolicy
    {
        public string Name => "Spy";

        public List<string> Seen { get; } = [];

        public AlternatorNode Pick(ReadOnlySpan<AlternatorNode> usable, in AlternatorPickContext context)
        {
            Seen.Add($"{context.Operation} {context.Attempt} of {usable.Length}");
            return usable[0];
        }
    }
}
