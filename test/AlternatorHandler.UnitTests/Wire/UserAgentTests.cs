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
    public async Task The_header_is_what_the_mode_says_on_each_attempt(AlternatorUserAgentMode mode, string? callers, string? sent)
    {
        using var node = new Node();
        using var chain = new WireChain(node, options => options.UserAgent = new AlternatorUserAgentOptions { Mode = mode, Product = "shop/1" });
        using var request = WireRequests.Put([]);
        request.Headers.Remove("User-Agent");
        if (callers is not null)
        {
            request.Headers.TryAddWithoutValidation("User-Agent", callers);
        }

        foreach (var isAsync in new[] { true, false, true })
        {
            using var response = await chain.SendAsync(request, isAsync);
        }

        Assert.That(node.Received.Select(message => message["User-Agent"]), Is.EqualTo([sent, sent, sent]));
    }

    [Test]
    public async Task Callers_that_say_different_things_are_not_mixed_up()
    {
        using var node = new Node();
        using var chain = new WireChain(node, options => options.UserAgent.Product = "shop/1");
        foreach (var callers in new[] { "a/1", "b/2", "a/1" })
        {
            using var request = WireRequests.Put([]);
            request.Headers.Remove("User-Agent");
            request.Headers.TryAddWithoutValidation("User-Agent", callers);
            using var response = await chain.SendAsync(request);
        }

        Assert.That(node.Received.Select(message => message["User-Agent"]), Is.EqualTo(["a/1 shop/1", "b/2 shop/1", "a/1 shop/1"]));
    }

    [Test]
    public async Task A_header_that_is_signed_stays_as_it_is([Values] AlternatorUserAgentMode mode, [Values] bool isAsync)
    {
        using var node = new Node();
        using var chain = new WireChain(node, options => options.UserAgent.Mode = mode);
        using var request = WireRequests.SignedPut([], "host;user-agent;x-amz-date");
        using var response = await chain.SendAsync(request, isAsync);

        Assert.That(node.Received[0]["User-Agent"], Is.EqualTo(WireRequests.Agent));
    }

    [Test]
    public async Task A_header_that_was_parsed_is_joined_as_it_would_go_on_the_wire()
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
    public void The_product_is_this_library_and_its_version_without_the_commit()
    {
        Assert.That(new AlternatorUserAgentOptions().Product, Does.Match(@"^alternator-handler-dotnet/\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$"));
    }
}
