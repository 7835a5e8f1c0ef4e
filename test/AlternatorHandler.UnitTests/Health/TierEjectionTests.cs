using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Health;

public sealed class TierEjectionTests
{
    [TestCase("10.0.0.1", false, Description = "the last node of its rack")]
    [TestCase("10.0.0.2", true)]
    public void A_node_is_ejected_only_if_its_rack_and_its_datacenter_keep_enough_nodes(string host, bool isEjected)
    {
        var nodes = TestNodes.Up(4, new AlternatorOptions { Scopes = { new AlternatorRoutingScope("dc1", "r1"), new AlternatorRoutingScope("dc1") } });
        nodes.Table.Replace(1, Enumerable.Range(1, 4).Select(i => TestNodes.Address($"10.0.0.{i}")), _ => { });
        nodes.List("10.0.0.1");

        Assert.That(nodes.States.TryEject(nodes.Table.Current.All.Single(node => node.Address.Host == host), "500"), Is.EqualTo(isEjected));
    }
}
