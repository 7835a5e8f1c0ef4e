using AlternatorHandler.UnitTests.Wire.Fakes;

namespace AlternatorHandler.UnitTests.Wire;

public sealed class UserAgentTests
{
    [TestCase(AlternatorUserAgentMode.Add, WireRequests.Agent, WireRequests.Agent + " shop/1")]
    [TestCase(AlternatorUserAgentMode.Add, "workshop/1", "workshop/1 shop/1")]
    [TestCase(AlternatorUserAgentMode.Add, null, "shop/1")]
    [TestCase(AlternatorUserAgentMode.Replace, WireRequests.Agent, "shop/1")]
    [TestCase(AlternatorUserAgentMode.Replace, null, "shop/1")]
    [TestCase(AlternatorUserAgentMode.Remove, WireRequests.Agent, null)]
    [TestCase(AlternatorUserAgentMode.Remove, null, null)]
    [TestCase(AlternatorUserAgentMode.Unchanged, WireRequests.Agent, WireRequests.Agent)]
    [TestCase(AlternatorUserAgentMode.Unchanged, null, null)]
    public async Task The_mode_determines_the_user_agent_of_each_attempt(AlternatorUserAgentMode mode, string? agent, string? sent)
    {
        using var node = new Node();
        using var chain = new WireChain(node, options => options.UserAgent = new AlternatorUserAgentOptions { Mode = mode, Product = "shop/1" });
        using var request = WireRequests.Put([]);
        request.Headers.Remove("User-Agent");
        if (agent is not null)
        {
            request.Headers.TryAddWithoutValidation("User-Agent", agent);
        }

        foreach (var isAsync in new[] { true, false, true })
        {
            using var response = await chain.SendAsync(request, isAsync);
        }

        Assert.That(node.Received.Select(message => message["User-Agent"]), Is.EqualTo([sent, sent, sent]));
    }

    [Test]
    public async Task Different_user_agents_of_callers_are_kept_apart()
    {
        using var node = new Node();
        using var chain = new WireChain(node, options => options.UserAgent.Product = "shop/1");
        foreach (var agent in new[] { "a/1", "b/2", "a/1" })
        {
            using var request = WireRequests.Put([]);
            request.Headers.Remove("User-Agent");
            request.Headers.TryAddWithoutValidation("User-Agent", agent);
            using var response = await chain.SendAsync(request);
        }

        Assert.That(node.Received.Select(message => message["User-Agent"]), Is.EqualTo(["a/1 shop/1", "b/2 shop/1", "a/1 shop/1"]));
    }

    [Test]
    public async Task A_signed_user_agent_is_sent_unchanged([Values] AlternatorUserAgentMode mode, [Values] bool isAsync)
    {
        using var node = new Node();
        using var chain = new WireChain(node, options => options.UserAgent.Mode = mode);
        using var request = WireRequests.SignedPut([], "host;user-agent;x-amz-date");
        using var response = await chain.SendAsync(request, isAsync);

        Assert.That(node.Received[0]["User-Agent"], Is.EqualTo(WireRequests.Agent));
    }

    [Test]
    public async Task A_parsed_user_agent_is_joined_in_its_wire_format()
    {
        using var node = new Node();
        using var chain = new WireChain(node, options => options.UserAgent.Product = "shop/1");
        using var request = WireRequests.Put([]);
        request.Headers.UserAgent.Clear();
        request.Headers.UserAgent.ParseAdd("orders/2.0 (a comment) lib/1");
        using var response = await chain.SendAsync(request);

        Assert.That(node.Received[0]["User-Agent"], Is.EqualTo("orders/2.0 (a comment) lib/1 shop/1"));
    }

    [Test]
    public void The_default_product_is_the_library_with_its_version_without_the_commit()
    {
        Assert.That(new AlternatorUserAgentOptions().Product, Does.Match(@"^alternator-handler-dotnet/\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$"));
    }
}
