using AlternatorHandler.Discovery;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Discovery;

public sealed class ScopeCheckerTests
{
    private readonly ListingTransport _transport = new();

    [SetUp]
    public void Set_up_one_unreachable_and_one_reachable_node()
    {
        _transport.Unreachable["10.0.0.1"] = true;
        _transport.SetList("10.0.0.2");
        _transport.SetList("10.0.0.2?dc=dc1", "10.0.0.1", "10.0.0.2");
        _transport.SetList("10.0.0.2?dc=dc1&rack=r1", "10.0.0.1");
    }

    [TestCase("dc1", null, AlternatorScopeCheckStatus.Found, "10.0.0.1 10.0.0.2")]
    [TestCase("dc1", "r1", AlternatorScopeCheckStatus.Found, "10.0.0.1")]
    [TestCase("dc1", "r2", AlternatorScopeCheckStatus.UnknownRack, "")]
    [TestCase("dc2", "r1", AlternatorScopeCheckStatus.UnknownDatacenter, "")]
    [TestCase("dc2", null, AlternatorScopeCheckStatus.UnknownDatacenter, "")]
    public async Task A_scope_without_nodes_is_reported_as_an_unknown_rack_or_datacenter(string datacenter, string? rack, AlternatorScopeCheckStatus expected, string hosts)
    {
        var check = (await CheckAsync(new AlternatorRoutingScope(datacenter) { Rack = rack })).Scopes.Single();

        Assert.That((check.Status, string.Join(' ', check.Nodes.Select(node => node.Host))), Is.EqualTo((expected, hosts)));
    }

    [Test]
    public async Task A_server_that_ignores_scope_names_is_reported_as_not_supporting_them()
    {
        _transport.SetList("10.0.0.2", "10.0.0.1", "10.0.0.2");

        var result = await CheckAsync(new AlternatorRoutingScope("dc1"), new AlternatorRoutingScope());

        Assert.That(result.Scopes.Select(scope => scope.Status), Is.EqualTo([AlternatorScopeCheckStatus.NotSupportedByServer, AlternatorScopeCheckStatus.Found]), "a scope without names needs no support");
    }

    [Test]
    public async Task A_scope_is_unreachable_when_no_node_responds()
    {
        _transport.Unreachable["10.0.0.2"] = true;

        Assert.That((await CheckAsync(new AlternatorRoutingScope("dc1"))).Scopes.Single().Status, Is.EqualTo(AlternatorScopeCheckStatus.Unreachable));
    }

    [TestCase("dc1", true)]
    [TestCase("dc2", false)]
    public async Task A_scope_check_is_valid_when_each_scope_has_nodes(string second, bool expected) =>
        Assert.That((await CheckAsync(new AlternatorRoutingScope("dc1"), new AlternatorRoutingScope(second))).IsValid, Is.EqualTo(expected));

    [TestCase(null, null, "/localnodes")]
    [TestCase("dc 1", null, "/localnodes?dc=dc%201")]
    [TestCase("dc&1", "r=1", "/localnodes?dc=dc%261&rack=r%3D1")]
    public void The_names_of_a_scope_are_escaped_in_its_query(string? datacenter, string? rack, string expected) =>
        Assert.That(ScopeQuery.Create(new AlternatorRoutingScope { Datacenter = datacenter, Rack = rack }), Is.EqualTo(expected));

    private Task<AlternatorScopeCheckResult> CheckAsync(params AlternatorRoutingScope[] scopes)
    {
        var options = new AlternatorOptions();
        Array.ForEach(scopes, options.Scopes.Add);
        var nodes = new TestNodes(["10.0.0.1", "10.0.0.2"], options);
        return new ScopeChecker(nodes.Table, nodes.Discovery(_transport)).CheckAsync(CancellationToken.None).WaitAsync(20.Seconds());
    }
}
