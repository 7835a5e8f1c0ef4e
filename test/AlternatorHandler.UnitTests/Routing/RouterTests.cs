using AlternatorHandler.Protocol;
using AlternatorHandler.Routing;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Routing;

public sealed class RouterTests
{
    [Test]
    public void The_picks_of_an_idle_cluster_are_distributed_exactly_equally()
    {
        var nodes = TestNodes.Up(8);
        var router = CreateRouter(nodes);

        var picks = Enumerable.Range(0, 8_000).Select(_ => router.PickFirst(Operation.FromName("GetItem"))!).CountBy(node => node);

        Assert.That(picks.Select(node => node.Value), Has.Exactly(8).EqualTo(1_000));
    }

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(1_000)]
    public void The_pick_for_a_first_attempt_allocates_nothing(int count)
    {
        var nodes = new TestNodes(["10.0.0.1"]);
        nodes.List([.. Enumerable.Range(0, count).Select(i => $"10.0.{i / 250}.{1 + (i % 250)}")]);
        nodes.States.MarkUpUnprobed(nodes.Table.Current.All);
        nodes[0].BeginAttempt(1);
        nodes[0].SlowStartWeight = 0.5f;
        var router = CreateRouter(nodes);
        router.PickFirst(Operation.FromName("GetItem"));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            router.PickFirst(Operation.FromName("GetItem"));
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void Without_a_usable_node_no_node_is_picked()
    {
        var router = CreateRouter(new TestNodes(["10.0.0.1"]));

        Assert.That(router.PickFirst(Operation.FromName("GetItem")), Is.Null);
        Assert.That(router.PickNext(Operation.FromName("GetItem"), []), Is.Null);
    }

    [Test]
    public void Nodes_that_were_tried_are_not_picked_while_others_remain()
    {
        var nodes = TestNodes.Up(3);
        var router = CreateRouter(nodes);
        for (var i = 0; i < 30; i++)
        {
            Assert.That(router.PickNext(Operation.FromName("GetItem"), [nodes[0], nodes[2]]), Is.SameAs(nodes[1]));
        }
    }

    [Test]
    public void When_all_nodes_were_tried_those_tried_once_are_picked_first_and_then_any()
    {
        var nodes = TestNodes.Up(2);
        var router = CreateRouter(nodes);

        Assert.That(Enumerable.Range(0, 10).Select(_ => router.PickNext(Operation.FromName("GetItem"), [nodes[0], nodes[1], nodes[0]])), Is.All.SameAs(nodes[1]));

        var picks = Enumerable.Range(0, 10).Select(_ => router.PickNext(Operation.FromName("GetItem"), [nodes[0], nodes[1], nodes[0], nodes[1]], mayBeDown: true)!);
        Assert.That(picks.CountBy(node => node).Select(node => node.Value), Is.All.EqualTo(5));
    }

    [Test]
    public void After_two_failures_of_the_only_usable_node_down_nodes_are_picked_oldest_first()
    {
        var nodes = TestNodes.Up(4);
        var router = CreateRouter(nodes);
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
    public void Retries_continue_in_the_next_tier_and_then_in_the_serving_tier_again()
    {
        var nodes = Tiered();
        var router = CreateRouter(nodes);
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
    public void Retries_do_not_return_to_a_tier_before_the_serving_tier()
    {
        var nodes = Tiered(minUsableShare: 1);
        nodes.States.MarkDown(nodes[0], "refused");
        var router = CreateRouter(nodes);
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
    public void In_panic_a_seed_is_picked_unless_the_scopes_are_strict(bool isStrict)
    {
        var options = new AlternatorOptions { Scopes = { new AlternatorRoutingScope("dc1") } };
        if (!isStrict)
        {
            options.Scopes.Add(new AlternatorRoutingScope());
        }

        var nodes = new TestNodes(["seed.example"], options);
        nodes.List("10.0.0.1");
        var router = CreateRouter(nodes);

        Assert.That(router.PickInPanic([nodes[0]]), Is.SameAs(isStrict ? nodes[0] : nodes.Table.Current.Seeds[0]));
    }

    [Test]
    public void In_panic_no_node_is_picked_if_the_scopes_are_strict_and_no_node_is_known()
    {
        var nodes = new TestNodes(["seed.example"], new AlternatorOptions { Scopes = { new AlternatorRoutingScope("dc1") } });

        Assert.That(CreateRouter(nodes).PickInPanic([]), Is.Null);
    }

    [Test]
    public void A_policy_receives_the_attempt_number_and_the_operation()
    {
        var nodes = TestNodes.Up(3);
        var policy = new RecordingPolicy();
        var router = CreateRouter(nodes, policy);

        router.PickFirst(Operation.FromName("GetItem"));
        router.PickNext(Operation.FromName("PutItem"), [nodes[0], nodes[0]]);

        Assert.That(policy.Calls, Is.EqualTo(["GetItem 0 of 3", "PutItem 2 of 2"]));
    }

    // A node with the weight w takes the fraction w of its picks. Each count is within five standard deviations.
    [TestCase(0.1f)]
    [TestCase(0.5f)]
    [TestCase(0.9f)]
    public void A_node_in_probation_takes_the_fraction_of_its_picks_that_its_weight_specifies(float weight)
    {
        const int Picks = 20_000;
        var nodes = TestNodes.Up(4);
        nodes[1].SlowStartWeight = weight;
        var router = CreateRouter(nodes);

        var picks = Enumerable.Range(0, Picks).Select(_ => router.PickFirst(Operation.FromName("GetItem"))!).CountBy(node => node).ToDictionary();

        var expected = Picks / 4 * weight;
        Assert.That(picks[nodes[1]], Is.EqualTo(expected).Within(5 * Math.Sqrt(expected)));
        var others = picks.Where(node => node.Key != nodes[1]).Select(node => (double)node.Value).ToList();
        Assert.That(others, Is.All.EqualTo((Picks - expected) / 3).Within(5 * Math.Sqrt(expected)));
    }

    [Test]
    public void Requests_go_to_all_nodes_when_all_are_in_probation()
    {
        var nodes = TestNodes.Up(3);
        foreach (var node in nodes.Table.Current.All)
        {
            node.SlowStartWeight = 0.1f;
        }

        var router = CreateRouter(nodes);
        var picks = Enumerable.Range(0, 3_000).Select(_ => router.PickFirst(Operation.FromName("GetItem"))!).CountBy(node => node);

        Assert.That(picks.Select(node => node.Value), Has.Exactly(3).InRange(800, 1_200));
    }

    [Test]
    public void In_panic_nodes_and_seeds_are_picked_in_the_order_of_their_last_failure()
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

        var router = CreateRouter(nodes);
        for (var tried = 0; tried < 4; tried++)
        {
            Assert.That(router.PickInPanic(order[..tried]), Is.SameAs(order[tried]));
        }

        Assert.That(router.PickInPanic(order), Is.SameAs(order[0]), "all nodes were tried");

        nodes.Time.Advance(1.Seconds());
        nodes.States.MarkDown(order[0], "refused again");
        Assert.That(router.PickInPanic([]), Is.SameAs(seed));
    }

    [Test]
    public void The_start_and_the_end_of_a_panic_are_each_logged_once()
    {
        var nodes = TestNodes.Up(2);
        var router = CreateRouter(nodes);
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

    // Creates four nodes, the first two of which are in the first tier.
    private static TestNodes Tiered(double minUsableShare = 0)
    {
        var nodes = new TestNodes(["10.0.0.1"], new AlternatorOptions { Scopes = { new AlternatorRoutingScope("dc1", "r1") { MinUsableShare = minUsableShare }, new AlternatorRoutingScope("dc1") } });
        nodes.Table.Replace(0, Enumerable.Range(1, 2).Select(i => TestNodes.Address($"10.0.0.{i}")), _ => { });
        nodes.Table.Replace(1, Enumerable.Range(1, 4).Select(i => TestNodes.Address($"10.0.0.{i}")), _ => { });
        nodes.States.MarkUpUnprobed(nodes.Table.Current.All);
        return nodes;
    }

    private static Router CreateRouter(TestNodes nodes, IAlternatorLoadBalancingPolicy? policy = null) => new("test", nodes.Table, policy ?? new LeastRequestsPolicy(), nodes.Log);

    private sealed class RecordingPolicy : IAlternatorLoadBalancingPolicy
    {
        public string Name => nameof(RecordingPolicy);

        public List<string> Calls { get; } = [];

        public AlternatorNode Pick(ReadOnlySpan<AlternatorNode> usable, in AlternatorPickContext context)
        {
            Calls.Add($"{context.Operation} {context.Attempt} of {usable.Length}");
            return usable[0];
        }
    }
}
