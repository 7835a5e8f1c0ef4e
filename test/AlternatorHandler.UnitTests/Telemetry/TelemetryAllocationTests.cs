using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Telemetry;

public sealed class TelemetryAllocationTests
{
    private const int Requests = 1_001;

    [Test]
    public async Task Without_listeners_a_request_allocates_what_it_did_before_there_was_telemetry()
    {
        await using var pipeline = new TestPipeline(_ => StubTransport.Reply(System.Net.HttpStatusCode.OK));
        using var invoker = new HttpMessageInvoker(new AlternatorRoutingHandler(pipeline.Cluster) { InnerHandler = new EmptyReply() });
        using var request = TestCall.Request("GetItem");
        (await invoker.SendAsync(request, CancellationToken.None)).Dispose();

        var bytes = BytesPerRequest(invoker, request);
        TestContext.Out.WriteLine($"{bytes} B per request");
        Assert.That(bytes, Is.EqualTo(1));
    }

    private static long BytesPerRequest(HttpMessageInvoker invoker, HttpRequestMessage request)
    {
        for (var i = 0; i < Requests; i++)
        {
            Send(invoker, request);
        }

        var bytes = new long[Requests];
        for (var i = 0; i < Requests; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Send(invoker, request);
            bytes[i] = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        TestContext.Out.WriteLine(string.Join(", ", bytes.CountBy(b => b).OrderByDescending(c => c.Value)));

        // The median: now and then a request pays for all, such as by a new window of the breaker.
        Array.Sort(bytes);
        return bytes[Requests / 2];
    }

    private static void Send(HttpMessageInvoker invoker, HttpRequestMessage request)
    {
        if (!invoker.SendAsync(request, CancellationToken.None).IsCompletedSuccessfully)
        {
            throw new InvalidOperationException("The request left this thread, and its allocations with it.");
        }
    }

    private sealed class EmptyReply : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(new HttpResponseMessage());
    }
}
