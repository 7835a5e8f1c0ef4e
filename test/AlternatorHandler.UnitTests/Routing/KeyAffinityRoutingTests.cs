using AlternatorHandler.Affinity;
using AlternatorHandler.Routing;
using AlternatorHandler.UnitTests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace AlternatorHandler.UnitTests.Routing;

public sealed class KeyAffinityRoutingTests
{
    private static readonly AffinityRequest[] Keys = [.. Enumerable.Range(0, 10_000).Select(i => new AffinityRequest(unchecked((long)((ulong)i * 0x9E3779B97F4A7C15))))];

    [Test]
    public void Clients_with_different_seeds_and_lists_prefer_the_same_node_for_each_key()
    {
        var hosts = Enumerable.Range(1, 12).Select(i => $"10.0.0.{i}").ToArray();
        var first = new TestNodes([hosts[0]]);
        first.List(hosts);
        first.States.MarkUpUnprobed(first.Table.Current.All);
        var second = new TestNodes([hosts[7], hosts[3]]);
        second.List([.. hosts.Reverse()]);
        second.States.MarkUpUnprobed(second.Table.Current.All);

        Assert.That(GetPreferred(second), Is.EqualTo(GetPreferred(first)));
        Assert.That(GetPreferred(first).Distinct().Count(), Is.EqualTo(12));
    }

    [Test]
    public void When_a_node_goes_down_only_its_keys_move_and_they_return_with_the_node()
    {
        var nodes = TestNodes.Up(12);
        var before = GetPreferred(nodes);
        var down = nodes[4];

        nodes.States.MarkDown(down, "test");
        var during = GetPreferred(nodes);
        nodes.States.OnResponse(down);
        nodes.Time.Advance(31.Seconds());
        nodes.States.RampUp();

        Assert.That(before.Zip(during).Where(pair => pair.First != pair.Second).Select(pair => pair.First), Is.All.EqualTo(down.Name));
        Assert.That(before.Zip(during).Count(pair => pair.First != pair.Second), Is.EqualTo(before.Count(name => name == down.Name)));
        Assert.That(GetPreferred(nodes), Is.EqualTo(before));
    }

    [Test]
    public void A_node_in_probation_regains_a_growing_subset_of_its_keys()
    {
        var nodes = TestNodes.Up(3);
        var before = GetPreferred(nodes);
        nodes.States.MarkDown(nodes[1], "test");
        nodes.States.OnResponse(nodes[1]);
        var early = GetPreferred(nodes);
        nodes.Time.Advance(15.Seconds());
        nodes.States.RampUp();
        var late = GetPreferred(nodes);

        var all = before.Count(name => name == nodes[1].Name);
        Assert.That(early.Count(name => name == nodes[1].Name) / (double)all, Is.EqualTo(0.1).Within(0.03));
        Assert.That(late.Count(name => name == nodes[1].Name) / (double)all, Is.EqualTo(0.55).Within(0.05));
        Assert.That(early.Zip(late).Where(pair => pair.First == nodes[1].Name).Select(pair => pair.Second), Is.All.EqualTo(nodes[1].Name));
    }

    [Test]
    public void Key_affinity_uses_all_nodes_of_the_datacenter_even_with_a_rack_scope()
    {
        var nodes = new TestNodes(["10.0.0.1"], new AlternatorOptions { Scopes = { new AlternatorRoutingScope("dc1", "r1"), new AlternatorRoutingScope("dc1"), new AlternatorRoutingScope() } });
        nodes.Table.Replace(0, [TestNodes.Address("10.0.0.1")], _ => { });
        nodes.Table.Replace(1, Enumerable.Range(1, 4).Select(i => TestNodes.Address($"10.0.0.{i}")), _ => { });
        nodes.Table.Replace(2, Enumerable.Range(1, 8).Select(i => TestNodes.Address($"10.0.0.{i}")), _ => { });
        nodes.States.MarkUpUnprobed(nodes.Table.Current.All);

        Assert.That(GetPreferred(nodes).Distinct().Count(), Is.EqualTo(4));
        Assert.That(nodes.Table.Current.Usable, Has.Length.EqualTo(1));
    }

    [Test]
    public void A_key_prefers_each_node_of_its_tier_and_then_of_the_next_tier_exactly_once()
    {
        var nodes = new TestNodes(["10.0.0.1"], new AlternatorOptions { Scopes = { new AlternatorRoutingScope("dc0"), new AlternatorRoutingScope("dc1"), new AlternatorRoutingScope() } });
        nodes.Table.Replace(1, Enumerable.Range(1, 2).Select(i => TestNodes.Address($"10.0.0.{i}")), _ => { });
        nodes.Table.Replace(2, Enumerable.Range(1, 4).Select(i => TestNodes.Address($"10.0.0.{i}")), _ => { });
        nodes.States.MarkUpUnprobed(nodes.Table.Current.All);
        var router = new Router("test", nodes.Table, new LeastRequestsPolicy(), NullLogger.Instance);

        foreach (var key in Keys[..100])
        {
            var tried = new List<AlternatorNode>();
            while (tried.Count < 4)
            {
                tried.Add(router.PickPreferred(key, tried)!);
            }

            Assert.That(tried[..2], Is.EquivalentTo(nodes.Table.Current.Tiers[1].All));
            Assert.That(tried, Is.EquivalentTo(nodes.Table.Current.Tiers[2].All));
            Assert.That(router.PickPreferred(key, tried), Is.Null);
        }
    }

    private static string[] GetPreferred(TestNodes nodes)
    {
        var router = new Router("test", nodes.Table, new LeastRequestsPolicy(), NullLogger.Instance);
        return Array.ConvertAll(Keys, key => router.PickPreferred(key, [])!.Name);
    }
}
