using AlternatorHandler.UnitTests.Wire.Fakes;

namespace AlternatorHandler.UnitTests.Wire;

public sealed class WirePipelineTests
{
    [Test]
    public void By_default_the_pipeline_contains_only_the_user_agent_handler()
    {
        using var node = new Node();
        using var chain = new WireChain(node, _ => { });

        Assert.That(chain.Names, Is.EqualTo(["UserAgentHandler"]));
    }

    [Test]
    public void The_pipeline_contains_no_handler_for_a_disabled_option()
    {
        using var node = new Node();
        using var chain = new WireChain(node, options => options.UserAgent.Mode = AlternatorUserAgentMode.Unchanged);

        Assert.That(chain.Names, Is.Empty);
    }

    [Test]
    public void The_signing_handler_follows_all_handlers_that_change_the_message()
    {
        using var node = new Node();
        using var chain = new WireChain(node, options =>
        {
            options.Credentials = new AlternatorCredentials("alternator", "secret");
            options.RequestCompression.Enabled = true;
            options.ResponseCompression.Enabled = true;
            options.HeaderTrimming.Enabled = true;
        });

        Assert.That(chain.Names, Is.EqualTo(["RequestCompressionHandler", "ResponseDecompressionHandler", "HeaderTrimmingHandler", "UserAgentHandler", "SigningHandler"]));
    }

    [Test]
    public async Task The_message_of_the_caller_is_restored_after_the_attempts([Values] bool isAsync, [Values] bool fails)
    {
        using var node = new Node(_ => fails ? throw new HttpRequestException("reset") : new HttpResponseMessage());
        using var chain = new WireChain(node, options =>
        {
            options.Credentials = new AlternatorCredentials("alternator", "secret");
            options.RequestCompression.Enabled = true;
            options.ResponseCompression.Enabled = true;
            options.HeaderTrimming.Enabled = true;
        });
        using var request = WireRequests.Put(WireRequests.Item(10_000));
        var (content, headers, contentHeaders) = (request.Content, Lines(request.Headers), Lines(request.Content!.Headers));

        for (var attempt = 0; attempt < 2; attempt++)
        {
            try
            {
                (await chain.SendAsync(request, isAsync)).Dispose();
            }
            catch (HttpRequestException) when (fails)
            {
            }
        }

        chain.Release(request);
        Assert.That(node.Received, Has.Count.EqualTo(2));
        Assert.That(node.Received[1].Headers, Is.EqualTo(node.Received[0].Headers));
        Assert.That(request.Content, Is.SameAs(content));
        Assert.That(Lines(request.Headers), Is.EquivalentTo(headers));
        Assert.That(Lines(request.Content!.Headers).Where(line => !line.StartsWith("Content-Length", StringComparison.Ordinal)), Is.EquivalentTo(contentHeaders));
        Assert.That(request.Options, Is.Empty);
    }

    private static string[] Lines(System.Net.Http.Headers.HttpHeaders headers) => [.. headers.NonValidated.Select(header => $"{header.Key}: {header.Value}")];
}
