using AlternatorHandler.Discovery;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Discovery;

public sealed class ScopeCheckerTests
{
    private readonly ListingTransport _transport = new();

    [SetUp]
    public void A_node_of_rack_r1_in_dc1_that_refuses_to_answer_and_one_that_answers()
    {
        _transport.Dead["10.0.0.1"] = true;
        _transport.Lists("10.0.0.2");
        _transport.Lists("10.0.0.2?dc=dc1", "10.0.0.1", "10.0.0.2");
        _transport.Lists("10.0.0.2?dc=dc1&rack=r1", "10.0.0.1");
    }

    [TestCase("dc1", null, AlternatorScopeCheckStatus.Found, "10.0.0.1 10.0.0.2")]
    [TestCase("dc1", "r1", AlternatorScopeCheckStatus.Found, "10.0.0.1")]
    [TestCase("dc1", "r2", AlternatorScopeCheckStatus.UnknownRack, "")]
    [TestCase("dc2", "r1", AlternatorScopeCheckStatus.UnknownDatacenter, "")]
    [TestCase("dc2", null, AlternatorScopeCheckStatus.UnknownDatacenter, "")]
    public async Task A_scope_has_nodes_or_there_is_a_reason_why_not(string datacenter, string? rack, AlternatorScopeCheckStatus expected, string hosts)
    {
        var check = (await CheckAsync(new AlternatorRoutingScope(datacenter) { Rack = rack })).Scopes.Single();

        Assert.That((check.Status, string.Join(' ', check.Nodes.Select(node => node.Host))), Is.EqualTo((expected, hosts)));
    }

    [Test]
    public async Task A_node_that_lists_nodes_for_any_scope_ignores_the_names_of_scopes()
    {
        _transport.Lists("10.0.0.2", "10.0.0.1", "10.0.0.2");

        var result = await CheckAsync(new AlternatorRoutingScope("dc1"), new AlternatorRoutingScope());

        Assert.That(result.Scopes.Select(scope => scope.Status), Is.EqualTo([AlternatorScopeCheckStatus.NotSupportedByServer, AlternatorScopeCheckStatus.Found]), "the whole cluster needs no name");
    }

    [Test]
    public async Task A_scope_without_a_response_is_unreachable()
    {
        _transport.Dead["10.0.0.2"] = true;

        Assert.That((await CheckAsync(new AlternatorRoutingScope("dc1"))).Scopes.Single().Status, Is.EqualTo(AlternatorScopeCheckStatus.Unreachable));
    }

    [TestCase("dc1", true)]
    [TestCase("dc2", false)]
    public async Task Scopes_are_valid_when_each_has_nodes(string second, bool expected) =>
        Assert.That((await CheckAsync(new AlternatorRoutingScope("dc1"), new AlternatorRoutingScope(second))).IsValid, Is.EqualTo(expected));

    [TestCase(null, null, "/localnodes")]
    [TestCase("dc 1", null, "/localnodes?dc=dc%201")]
    [TestCase("dc&1", "r=1", "/localnodes?dc=dc%261&rack=r%3D1")]
    public void A_scope_is_asked_for_by_its_names(string? datacenter, string? rack, string expected) =>
        Assert.That(ScopeQuery.Create(new AlternatorRoutingScope { Datacenter = datacenter, Rack = rack }), Is.EqualTo(expected));

    private Task<AlternatorScopeCheckResult> CheckAsync(params AlternatorRoutingScope[] scopes)
    {
        var options = new AlternatorOptions();
        Array.ForEach(scopes, options.Scopes.Add);
        var nodes = new TestNodes(["10.0.0.1", "10.0.0.2"], options);
        return new ScopeChecker(nodes.Table, nodes.Discovery(_transport)).CheckAsync(CancellationToken.None).WaitAsync(20.Seconds());
    }
}
