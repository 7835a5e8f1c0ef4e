using System.Net;
using AlternatorHandler.Health;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Health;

public sealed class ConnectionWarmupTests
{
    private readonly TestNodes _nodes = TestNodes.Up(1);
    private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _asked;
    private int _freed;

    [Test]
    public async Task As_many_requests_are_under_way_at_once_as_there_are_to_be_connections()
    {
        Warm(_ => new Reply(this));

        await Eventually.TrueAsync(() => Volatile.Read(ref _asked) == 3, within: 20.Seconds());
    }

    [Test]
    public async Task All_connections_are_free_when_all_requests_are_answered()
    {
        Warm(_ => new Reply(this));
        _answer.SetResult();

        await Eventually.TrueAsync(() => Volatile.Read(ref _freed) == 3, within: 20.Seconds());
    }

    [TestCaseSource(nameof(Failures))]
    public async Task A_connection_that_fails_leaves_the_others_free(Exception failure)
    {
        Warm(number => number == 2 ? throw failure : new Reply(this));
        _answer.SetResult();

        await Eventually.TrueAsync(() => Volatile.Read(ref _freed) == 2, within: 20.Seconds());
    }

    [Test]
    public async Task A_reply_without_end_is_given_up()
    {
        Warm(_ => new Reply(this) { Content = new StreamContent(new EndlessStream()) });
        _answer.SetResult();

        await Eventually.TrueAsync(() => Volatile.Read(ref _freed) == 3, within: 20.Seconds());
    }

    private static IEnumerable<TestCaseData> Failures()
    {
        yield return new TestCaseData(StubTransport.Refused()).SetArgDisplayNames("refused");
        yield return new TestCaseData(new TaskCanceledException()).SetArgDisplayNames("timed out");
        yield return new TestCaseData(new ObjectDisposedException("transport")).SetArgDisplayNames("disposed");
    }

    private void Warm(Func<int, HttpResponseMessage> reply)
    {
        var transport = new StubTransport(async (_, _) =>
        {
            var number = Interlocked.Increment(ref _asked);
            await _answer.Task;
            return reply(number);
        });
        new ConnectionWarmup(new HttpMessageInvoker(transport), 3, _nodes.Live, null, _nodes.Time, CancellationToken.None).Start(_nodes[0]);
    }

    private sealed class Reply(ConnectionWarmupTests test) : HttpResponseMessage(HttpStatusCode.OK)
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
