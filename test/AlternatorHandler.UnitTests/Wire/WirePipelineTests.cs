using AlternatorHandler.UnitTests.Wire.Fakes;

namespace AlternatorHandler.UnitTests.Wire;

public sealed class WirePipelineTests
{
    [Test]
    public void By_default_only_the_user_agent_is_written()
    {
        using var node = new Node();
        using var chain = new WireChain(node, _ => { });

        Assert.That(chain.Names, Is.EqualTo(["UserAgentHandler"]));
    }

    [Test]
    public void What_is_off_is_not_there()
    {
        using var node = new Node();
        using var chain = new WireChain(node, options => options.UserAgent.Mode = AlternatorUserAgentMode.Unchanged);

        Assert.That(chain.Names, Is.Empty);
    }

    [Test]
    public void The_signature_covers_what_all_others_made_of_the_message()
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
    public async Task Whatever_is_on_the_callers_message_is_the_same_afterwards([Values] bool isAsync, [Values] bool fails)
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

        chain.End(request);
        Assert.That(node.Received, Has.Count.EqualTo(2));
        Assert.That(node.Received[1].Headers, Is.EqualTo(node.Received[0].Headers));
        Assert.That(request.Content, Is.SameAs(content));
        Assert.That(Lines(request.Headers), Is.EquivalentTo(headers));
        Assert.That(Lines(request.Content!.Headers).Where(line => !line.StartsWith("Content-Length", StringComparison.Ordinal)), Is.EquivalentTo(contentHeaders));
        Assert.That(request.Options, Is.Empty);
    }

    private static string[] Lines(System.Net.Http.Headers.HttpHeaders headers) => [.. headers.NonValidated.Select(header => $"{header.Key}: {header.Value}")];
}
