using System.Diagnostics;
using AlternatorHandler.UnitTests.Wire.Fakes;
using AlternatorHandler.Wire;
using Microsoft.Extensions.Time.Testing;

namespace AlternatorHandler.UnitTests.Wire;

public sealed class HeaderTrimmingTests : IDisposable
{
    private readonly Node _node = new();

    [Test]
    public async Task Headers_that_no_node_reads_are_removed([Values] bool isAsync)
    {
        using var request = WireRequests.Put(WireRequests.Item(100));
        request.Headers.TryAddWithoutValidation("x-amz-content-sha256", "UNSIGNED-PAYLOAD");
        request.Headers.TryAddWithoutValidation("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        request.Headers.TryAddWithoutValidation("Cookie", "a=b");
        await SendAsync(request, isAsync);

        Assert.That(_node.Received[0].Headers.Keys, Is.EquivalentTo(["X-Amz-Target", "Content-Type", "Content-Length"]));
    }

    [Test]
    public async Task Headers_that_a_node_reads_are_sent()
    {
        using var request = WireRequests.Put(WireRequests.Item(100));
        string[] read = ["Host", "Accept-Encoding", "Connection", "Expect", "Transfer-Encoding", "Origin"];
        foreach (var name in read)
        {
            request.Headers.TryAddWithoutValidation(name, name == "Host" ? "alternator.example" : "gzip");
        }

        await SendAsync(request);

        Assert.That(read, Is.SubsetOf(_node.Received[0].Headers.Keys));
    }

    [Test]
    public async Task Headers_that_the_signature_covers_are_sent([Values] bool isAsync)
    {
        using var request = WireRequests.SignedPut(WireRequests.Item(100), "amz-sdk-request;content-type;host;user-agent;x-amz-api-version;x-amz-date;x-amz-target");
        await SendAsync(request, isAsync);

        Assert.That(
            _node.Received[0].Headers.Keys,
            Is.EquivalentTo(["X-Amz-Target", "X-Amz-Date", "x-amz-api-version", "amz-sdk-request", "User-Agent", "Authorization", "Content-Type", "Content-Length"]));
    }

    [Test]
    public async Task Headers_in_the_Keep_option_are_sent_regardless_of_their_case()
    {
        using var request = WireRequests.Put(WireRequests.Item(100));
        await SendAsync(request, configure: options =>
        {
            options.HeaderTrimming.Keep.Add("AMZ-SDK-INVOCATION-ID");
            options.HeaderTrimming.Keep.Add("user-agent");
        });

        Assert.That(_node.Received[0]["amz-sdk-invocation-id"], Is.EqualTo("4711"));
        Assert.That(_node.Received[0]["User-Agent"], Is.EqualTo(WireRequests.Agent));
    }

    [Test]
    public async Task Header_trimming_removes_the_user_agent_of_the_caller_and_keeps_the_product()
    {
        using var request = WireRequests.Put(WireRequests.Item(100));
        await SendAsync(request, configure: options => options.UserAgent = new AlternatorUserAgentOptions { Product = "shop/1" });

        Assert.That(_node.Received[0]["User-Agent"], Is.EqualTo("shop/1"));
    }

    [Test]
    public async Task Removed_headers_are_not_signed_by_the_library()
    {
        using var wire = new WireTap();
        using var chain = new WireChain(
            wire.Handler,
            options =>
            {
                options.HeaderTrimming.Enabled = true;
                options.Credentials = SigningSetup.Credentials;
            },
            time: new FakeTimeProvider(SigningSetup.Noon));
        using var request = WireRequests.Put(WireRequests.Item(100));
        using var response = await chain.SendAsync(request);

        Assert.That(wire.Message["x-amz-api-version"], Is.Null);
        Assert.That(wire.Message["Authorization"], Does.Contain("SignedHeaders=content-type;host;x-amz-date;x-amz-target,"));
        Assert.That(wire.Message.Verify(), Is.Null);
    }

    [Test]
    public async Task Removed_headers_are_restored_on_the_message_after_the_request([Values] bool isAsync)
    {
        using var request = WireRequests.Put(WireRequests.Item(100));
        request.Headers.UserAgent.ParseAdd("shop/1 (a comment)");
        request.Headers.Add("Via", ["1.1 a", "1.1 b"]);
        request.Headers.TryAddWithoutValidation("X-Odd", ["", "not, valid; =", ""]);
        string[] Values(string name) => [.. request.Headers.NonValidated[name]];
        var before = (Values("User-Agent"), Values("Via"), Values("X-Odd"));
        await SendAsync(request, isAsync);

        Assert.That(_node.Received[0].Headers.Keys, Has.None.AnyOf("Via", "X-Odd", "User-Agent"));
        Assert.That((Values("User-Agent"), Values("Via"), Values("X-Odd")), Is.EqualTo(before));
    }

    [Test]
    public async Task The_transport_writes_no_trace_headers_and_still_records_its_spans([Values] bool isKept)
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "System.Net.Http" or "test",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        var spans = new List<string>();
        listener.ActivityStopped = activity => spans.Add(activity.OperationName);
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource("test");
        using var wire = new WireTap();
        var options = new AlternatorHeaderTrimmingOptions { Enabled = true };
        if (isKept)
        {
            options.Keep.Add("TraceParent");
        }

        HeaderTrimmer.Create(options)!.Configure(wire.Handler);
        using var invoker = new HttpMessageInvoker(wire.Handler, disposeHandler: false);
        using var activity = source.StartActivity("request");
        using var request = WireRequests.Put(WireRequests.Item(100));
        using var response = await invoker.SendAsync(request, default);

        Assert.That(wire.Message["traceparent"], isKept ? Is.Not.Null : Is.Null);
        Assert.That(spans, Does.Contain("System.Net.Http.HttpRequestOut"));
    }

    public void Dispose() => _node.Dispose();

    private async Task SendAsync(HttpRequestMessage request, bool isAsync = true, Action<AlternatorOptions>? configure = null)
    {
        using var chain = new WireChain(_node, options =>
        {
            options.HeaderTrimming.Enabled = true;
            options.UserAgent.Mode = AlternatorUserAgentMode.Unchanged;
            configure?.Invoke(options);
        });
        using var response = await chain.SendAsync(request, isAsync);
    }
}
