using System.Diagnostics;
using AlternatorHandler.Testing;

namespace AlternatorHandler.FunctionalTests.Wire;

public sealed class TrimmedHeaderTests
{
    private static readonly string[] Unsigned = ["Host", "X-Amz-Target", "Content-Type", "Content-Length", "User-Agent"];
    private static readonly string[] SignedByUs = [.. Unsigned, "X-Amz-Date", "Authorization"];

    [TestCase(WireSigner.Nobody)]
    [TestCase(WireSigner.Handler)]
    [TestCase(WireSigner.Sdk)]
    public async Task Only_what_a_node_reads_or_the_signature_covers_is_on_the_wire(WireSigner signer)
    {
        var request = await SendAsync(signer, options => options.HeaderTrimming.Enabled = true);

        // The SDK signs two headers more, which would break its signature if they were missing.
        string[] expected = signer switch
        {
            WireSigner.Nobody => Unsigned,
            WireSigner.Handler => SignedByUs,
            _ => [.. SignedByUs, "x-amz-content-sha256", "x-amz-api-version"],
        };
        Assert.That(Names(request).Select(name => name.ToLowerInvariant()), Is.EquivalentTo(expected.Select(name => name.ToLowerInvariant())));
        Assert.That(request.StatusCode, Is.EqualTo(200));
    }

    [Test]
    public async Task The_keep_list_keeps()
    {
        var request = await SendAsync(WireSigner.Handler, options =>
        {
            options.HeaderTrimming.Enabled = true;
            options.HeaderTrimming.Keep.Add("AMZ-SDK-REQUEST");
        });

        Assert.That(Names(request), Is.EquivalentTo([.. SignedByUs, "amz-sdk-request"]).Using((IEqualityComparer<string>)StringComparer.OrdinalIgnoreCase));
    }

    [Test]
    public async Task A_failed_over_request_is_trimmed_again_and_the_caller_finds_its_headers([Values] bool isAsync)
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.EnforceAuthorization = true);
        await using var client = WireClient.Of(cluster, WireSigner.Handler, options => options.HeaderTrimming.Enabled = true);
        cluster[0].Faults.Always(Fault.Shed);
        cluster[1].Faults.Always(Fault.Shed);
        using var request = AlternatorRequest.ListTables();
        request.Headers.Add("X-Tenant", ["a", "b"]);
        request.Headers.UserAgent.ParseAdd("shop/1 (a comment)");
        using var reply = isAsync ? await client.Http.SendAsync(request) : client.Http.Send(request);

        Assert.That(reply.IsSuccessStatusCode, Is.True);
        Assert.That(cluster.Nodes.SelectMany(node => node.Requests).Where(seen => seen.Operation is not null).SelectMany(Names), Has.None.EqualTo("X-Tenant"));
        Assert.That(request.Headers.GetValues("X-Tenant"), Is.EqualTo(["a", "b"]));
        Assert.That(request.Headers.UserAgent.ToString(), Is.EqualTo("shop/1 (a comment)"));
        Assert.That(request.Headers.Authorization, Is.Null);
    }

    [Test]
    public async Task Trace_headers_are_trimmed_too([Values] bool trims)
    {
        using var activity = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();
        var request = await SendAsync(WireSigner.Handler, options => options.HeaderTrimming.Enabled = trims);

        Assert.That(request.Header("traceparent"), trims ? Is.Null : Is.Not.Null);
    }

    [TestCase(WireSigner.Nobody, AlternatorUserAgentMode.Add)]
    [TestCase(WireSigner.Handler, AlternatorUserAgentMode.Add)]
    [TestCase(WireSigner.Sdk, AlternatorUserAgentMode.Add)]
    [TestCase(WireSigner.Sdk, AlternatorUserAgentMode.Replace)]
    [TestCase(WireSigner.Handler, AlternatorUserAgentMode.Remove)]
    [TestCase(WireSigner.Handler, AlternatorUserAgentMode.Unchanged)]
    public async Task The_product_reaches_the_wire_as_the_mode_specifies(WireSigner signer, AlternatorUserAgentMode mode)
    {
        var request = await SendAsync(signer, options => options.UserAgent.Mode = mode);

        const string sdk = "aws-sdk-dotnet-coreclr/";
        var ours = OwnProduct.Text;
        Assert.That(request.StatusCode, Is.EqualTo(200));
        Assert.That(request.Header("User-Agent"), mode switch
        {
            AlternatorUserAgentMode.Add => Does.StartWith(sdk).And.EndsWith(" " + ours),
            AlternatorUserAgentMode.Replace => Is.EqualTo(ours),
            AlternatorUserAgentMode.Remove => Is.Null,
            _ => Does.StartWith(sdk).And.Not.Contain("alternator-handler"),
        });
    }

    [Test]
    public async Task A_typed_client_without_a_user_agent_sends_the_product()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = WireClient.Of(cluster, WireSigner.Nobody, _ => { });
        using var request = AlternatorRequest.ListTables();
        using var reply = await client.Http.SendAsync(request);

        Assert.That(Operations(cluster).Single().Header("User-Agent"), Is.EqualTo(OwnProduct.Text));
    }

    private static async Task<RecordedRequest> SendAsync(WireSigner signer, Action<AlternatorOptions> configure)
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.EnforceAuthorization = signer != WireSigner.Nobody);
        await using var client = WireClient.Of(cluster, signer, configure);
        await client.DynamoDB.ListTablesAsync();
        return Operations(cluster).Single();
    }

    private static IEnumerable<RecordedRequest> Operations(AlternatorTestCluster cluster) => cluster.Nodes.SelectMany(node => node.Requests).Where(request => request.Operation is not null);

    private static IEnumerable<string> Names(RecordedRequest request) => request.Headers.Select(header => header.Key);
}
