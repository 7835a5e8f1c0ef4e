using System.Net;
using AlternatorHandler.Health;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Health;

public sealed class ConnectionWarmupTests
{
    private readonly TestNodes _nodes = TestNodes.Up(1);
    private readonly TaskCompletionSource _response = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _requests;
    private int _freed;

    [Test]
    public async Task Warmup_sends_as_many_concurrent_requests_as_connections_are_configured()
    {
        Warm(_ => new CountedResponse(this));

        await Eventually.TrueAsync(() => Volatile.Read(ref _requests) == 3, within: 20.Seconds());
    }

    [Test]
    public async Task Warmup_frees_all_connections_when_all_responses_have_arrived()
    {
        Warm(_ => new CountedResponse(this));
        _response.SetResult();

        await Eventually.TrueAsync(() => Volatile.Read(ref _freed) == 3, within: 20.Seconds());
    }

    [TestCaseSource(nameof(Failures))]
    public async Task A_failed_warmup_request_does_not_keep_the_other_connections_busy(Exception failure)
    {
        Warm(number => number == 2 ? throw failure : new CountedResponse(this));
        _response.SetResult();

        await Eventually.TrueAsync(() => Volatile.Read(ref _freed) == 2, within: 20.Seconds());
    }

    [Test]
    public async Task Warmup_stops_reading_an_endless_response()
    {
        Warm(_ => new CountedResponse(this) { Content = new StreamContent(new EndlessStream()) });
        _response.SetResult();

        await Eventually.TrueAsync(() => Volatile.Read(ref _freed) == 3, within: 20.Seconds());
    }

    private static IEnumerable<TestCaseData> Failures()
    {
        yield return new TestCaseData(StubTransport.Refused()).SetArgDisplayNames("refused");
        yield return new TestCaseData(new TaskCanceledException()).SetArgDisplayNames("timed out");
        yield return new TestCaseData(new ObjectDisposedException("transport")).SetArgDisplayNames("disposed");
    }

    private void Warm(Func<int, HttpResponseMessage> respond)
    {
        var transport = new StubTransport(async (_, _) =>
        {
            var number = Interlocked.Increment(ref _requests);
            await _response.Task;
            return respond(number);
        });
        new ConnectionWarmup(new HttpMessageInvoker(transport), 3, _nodes.Live, null, _nodes.Time, CancellationToken.None).Start(_nodes[0]);
    }

    private sealed class CountedResponse(ConnectionWarmupTests test) : HttpResponseMessage(HttpStatusCode.OK)
    {
        protected override void Dispose(bool disposing)
        {
            Interlocked.Increment(ref test._freed);
            base.Dispose(disposing);
        }
    }

    private sealed class EndlessStream : MemoryStream
    {
        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) => Task.Run(
            async () =>
            {
                while (true)
                {
                    await destination.WriteAsync(new byte[4096], cancellationToken);
                }
            },
            cancellationToken);
    }
}
