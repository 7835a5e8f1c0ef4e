using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests;

/// <summary>Measures the allocations of a request whose response arrives later, as that of a node does. More is a regression; less is a reason to lower the number.</summary>
[NonParallelizable]
public sealed class RoutingAllocationTests
{
    // Measured on 64-bit .NET 10. Half is the call and the state machine of the request, and half is the headers of the response, which reading its length creates.
    // The state machine of the attempt is taken from a pool, except in a debug build.
#if DEBUG
    private const int Bytes = 1488;
#else
    private const int Bytes = 632;
#endif

    private readonly PendingTransport _transport = new();

    [Test]
    public async Task A_request_that_succeeds_at_the_first_node_allocates_a_fixed_number_of_bytes()
    {
        await using var pipeline = new TestPipeline(_ => StubTransport.Respond(System.Net.HttpStatusCode.OK));
        using var routed = new HttpMessageInvoker(new AlternatorRoutingHandler(pipeline.Cluster) { InnerHandler = _transport });
        using var bare = new HttpMessageInvoker(_transport);
        using var request = TestCall.Request("GetItem");

        // The first request waits for discovery, on another thread.
        (await pipeline.SendAsync(request)).Dispose();

        // On a thread without a synchronization context, code that awaits the response continues on the thread that sets it.
        var bytes = await Task.Run(() => Allocations.MeasureOne(() => Send(routed, request)) - Allocations.MeasureOne(() => Send(bare, request)));

        Assert.That(bytes, Is.EqualTo(Bytes));
    }

    private void Send(HttpMessageInvoker invoker, HttpRequestMessage request)
    {
        var sent = invoker.SendAsync(request, CancellationToken.None);
        Assert.That(sent.IsCompleted, Is.False);
        _transport.Respond();
        if (!sent.IsCompletedSuccessfully)
        {
            throw new InvalidOperationException("The request continued on another thread, where its allocations are not measured.");
        }
    }

    /// <summary>Represents a transport whose response a test sets, on the thread of the test.</summary>
    private sealed class PendingTransport : HttpMessageHandler
    {
        private TaskCompletionSource<HttpResponseMessage> _response = new();

        public void Respond() => _response.SetResult(new HttpResponseMessage());

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            _response = new TaskCompletionSource<HttpResponseMessage>();
            return _response.Task;
        }
    }
}
