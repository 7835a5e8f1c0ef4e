using AlternatorHandler.Affinity;
using AlternatorHandler.Routing;
using AlternatorHandler.UnitTests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace AlternatorHandler.UnitTests.Routing;

public sealed class KeyAffinityRoutingTests
{
    private static readonly AffinityRequest[] Keys = [.. Enumerable.Range(0, 10_000).Select(i => new AffinityRequest(unchecked((long)((ulong)i * 0x9E3779B97F4A7C15))))];

    [Test]
    public void Two_clients_with_other_seeds_and_other_orders_choose_the_same_node_for_ten_thousand_keys()
    {
        var hosts = Enumerable.Range(1, 12).Select(i => $"10.0.0.{i}").ToArray();
        var first = new TestNodes([hosts[0]]);
        first.List(hosts);
        first.States.MarkUpUnprobed(first.Table.Current.All);
        var second = new TestNodes([hosts[7], hosts[3]]);
        second.List([.. hosts.Reverse()]);
        second.States.MarkUpUnprobed(second.Table.Current.All);

        Assert.That(Choices(second), Is.EqualTo(Choices(first)));
        Assert.That(Choices(first).Distinct().Count(), Is.EqualTo(12));
    }

    [Test]
    public void With_one_of_twelve_nodes_down_only_its_own_keys_move_and_they_come_back()
    {
        var nodes = TestNodes.Up(12);
        var before = Choices(nodes);
        var dead = nodes[4];

        nodes.States.MarkDown(dead, "test");
        var during = Choices(nodes);
        nodes.States.OnResponse(dead);
        nodes.Time.Advance(31.Seconds());
        nodes.States.RampUp();

        Assert.That(before.Zip(during).Where(pair => pair.First != pair.Second).Select(pair => pair.First), Is.All.EqualTo(dead.Name));
        Assert.That(before.Zip(during).Count(pair => pair.First != pair.Second), Is.EqualTo(before.Count(name => name == dead.Name)));
        Assert.That(Choices(nodes), Is.EqualTo(before));
    }

    [Test]
    public void In_probation_a_node_takes_back_a_part_of_its_keys_always_the_same_ones_first()
    {
        var nodes = TestNodes.Up(3);
        var before = Choices(nodes);
        nodes.States.MarkDown(nodes[1], "test");
        nodes.States.OnResponse(nodes[1]);
        var early = Choices(nodes);
        nodes.Time.Advance(15.Seconds());
        nodes.States.RampUp();
        var late = Choices(nodes);

        var all = before.Count(name => name == nodes[1].Name);
        Assert.That(early.Count(name => name == nodes[1].Name) / (double)all, Is.EqualTo(0.1).Within(0.03));
        Assert.That(late.Count(name => name == nodes[1].Name) / (double)all, Is.EqualTo(0.55).Within(0.05));
        Assert.That(early.Zip(late).Where(pair => pair.First == nodes[1].Name).Select(pair => pair.Second), Is.All.EqualTo(nodes[1].Name));
    }

    [Test]
    public void Keys_choose_from_the_whole_datacenter_although_requests_stay_in_the_rack()
    {
        var nodes = new TestNodes(["10.0.0.1"], new AlternatorOptions { Scopes = { new AlternatorRoutingScope("dc1", "r1"), new AlternatorRoutingScope("dc1"), new AlternatorRoutingScope() } });
        nodes.Table.Replace(0, [TestNodes.Address("10.0.0.1")], _ => { });
        nodes.Table.Replace(1, Enumerable.Range(1, 4).Select(i => TestNodes.Address($"10.0.0.{i}")), _ => { });
        nodes.Table.Replace(2, Enumerable.Range(1, 8).Select(i => TestNodes.Address($"10.0.0.{i}")), _ => { });
        nodes.States.MarkUpUnprobed(nodes.Table.Current.All);

        Assert.That(Choices(nodes).Distinct().Count(), Is.EqualTo(4));
        Assert.That(nodes.Table.Current.Usable, Has.Length.EqualTo(1));
    }

    [Test]
    public void After_the_nodes_of_its_own_tier_a_key_goes_to_those_of_the_next_and_never_twice_to_one()
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

    private static string[] Choices(TestNodes nodes)
    {
        var router = new Router("test", nodes.Table, new LeastRequestsPolicy(), NullLogger.Instance);
        return Array.ConvertAll(Keys, key => router.PickPreferred(key, [])!.Name);
    }
}
