using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests;

/// <summary>What a request costs in memory whose reply comes later, as it does from a node: more is a regression, less is a reason to lower the number.</summary>
[NonParallelizable]
public sealed class RoutingAllocationTests
{
    // Measured on 64-bit .NET 10: half is the call and the state machine of the request, half are the reply's headers, which reading its length makes.
    // The state machine of the attempt is taken from a pool, except in a debug build.
#if DEBUG
    private const int Bytes = 1488;
#else
    private const int Bytes = 632;
#endif

    private readonly PendingReply _transport = new();

    [Test]
    public async Task A_request_that_is_answered_by_the_first_node_allocates_so_much_and_no_more()
    {
        await using var pipeline = new TestPipeline(_ => StubTransport.Reply(System.Net.HttpStatusCode.OK));
        using var routed = new HttpMessageInvoker(new AlternatorRoutingHandler(pipeline.Cluster) { InnerHandler = _transport });
        using var bare = new HttpMessageInvoker(_transport);
        using var request = TestCall.Request("GetItem");

        // The first one waits for discovery, on another thread.
        (await pipeline.SendAsync(request)).Dispose();

        // On a thread without a context: what waits for a reply goes on where the reply is set.
        var bytes = await Task.Run(() => Allocations.OfOne(() => Send(routed, request)) - Allocations.OfOne(() => Send(bare, request)));

        Assert.That(bytes, Is.EqualTo(Bytes));
    }

    private void Send(HttpMessageInvoker invoker, HttpRequestMessage request)
    {
        var sent = invoker.SendAsync(request, CancellationToken.None);
        Assert.That(sent.IsCompleted, Is.False);
        _transport.Answer();
        if (!sent.IsCompletedSuccessfully)
        {
            throw new InvalidOperationException("The request left this thread, and its allocations with it.");
        }
    }

    /// <summary>Answers when it is told to, on the thread of whoever tells it.</summary>
    private sealed class PendingReply : HttpMessageHandler
    {
        private TaskCompletionSource<HttpResponseMessage> _reply = new();

        public void Answer() => _reply.SetResult(new HttpResponseMessage());

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            _reply = new TaskCompletionSource<HttpResponseMessage>();
            return _reply.Task;
        }
    }
}
