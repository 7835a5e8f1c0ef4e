using AlternatorHandler.Requests;

namespace AlternatorHandler.UnitTests.Requests;

public sealed class AttemptCancellationTests
{
    private readonly ManualTimeProvider _time = new();

    [Test]
    public void The_reasons_of_a_cancellation_are_distinguished_and_the_caller_has_priority()
    {
        using var caller = new CancellationTokenSource();
        using var node = new CancellationTokenSource();
        using var cancellation = new AttemptCancellation(Within(10.Seconds()), _time, node.Token, caller.Token);
        Assert.That(Reasons(cancellation), Is.EqualTo("none"));

        _time.Advance(10.Seconds());
        Assert.That(Reasons(cancellation), Is.EqualTo("time"));

        node.Cancel();
        Assert.That(Reasons(cancellation), Is.EqualTo("node"));

        caller.Cancel();
        Assert.That(Reasons(cancellation), Is.EqualTo("caller"));
    }

    [Test]
    public void Each_reason_cancels_the_token_of_the_attempt([Values("time", "node", "caller")] string reason)
    {
        using var caller = new CancellationTokenSource();
        using var node = new CancellationTokenSource();
        using var cancellation = new AttemptCancellation(Within(10.Seconds()), _time, node.Token, caller.Token);
        switch (reason)
        {
            case "time": _time.Advance(10.Seconds()); break;
            case "node": node.Cancel(); break;
            default: caller.Cancel(); break;
        }

        Assert.That(cancellation.Token.IsCancellationRequested, Is.True);
        Assert.That(Reasons(cancellation), Is.EqualTo(reason));
    }

    [Test]
    public void An_already_canceled_caller_or_node_cancels_the_attempt_at_once()
    {
        using var node = new CancellationTokenSource();
        using (var cancellation = new AttemptCancellation(Within(10.Seconds()), TimeProvider.System, node.Token, new CancellationToken(canceled: true)))
        {
            Assert.That(Reasons(cancellation), Is.EqualTo("caller"));
        }

        node.Cancel();
        using (var cancellation = new AttemptCancellation(Within(10.Seconds()), TimeProvider.System, node.Token, CancellationToken.None))
        {
            Assert.That(Reasons(cancellation), Is.EqualTo("node"));
        }
    }

    [Test]
    public async Task A_deadline_of_zero_cancels_the_attempt_at_once([Values] bool isSystemTime)
    {
        using var cancellation = new AttemptCancellation(Within(TimeSpan.Zero), isSystemTime ? TimeProvider.System : _time, CancellationToken.None, CancellationToken.None);
        var token = cancellation.Token;
        _time.Advance(TimeSpan.Zero);

        await Eventually.TrueAsync(() => token.IsCancellationRequested, within: 20.Seconds());
        Assert.That(Reasons(cancellation), Is.EqualTo("time"));
    }

    [Test]
    public void A_finished_attempt_leaves_no_registration_and_no_timer()
    {
        using var caller = new CancellationTokenSource();
        using var node = new CancellationTokenSource();
        CancellationToken token;
        using (var cancellation = new AttemptCancellation(Within(10.Seconds()), _time, node.Token, caller.Token))
        {
            token = cancellation.Token;
        }

        caller.Cancel();
        node.Cancel();

        Assert.That(token.IsCancellationRequested, Is.False);
        Assert.That(_time.PendingTimers, Is.Zero);
    }

    [Test]
    public async Task A_pooled_source_never_carries_a_cancellation_into_the_next_attempt()
    {
        // Attempts end while their caller, node or timeout cancels them. Each is followed by an attempt that nothing cancels.
        const int Rounds = 3_000;
        var leaks = 0;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(seed => Task.Run(async () =>
        {
            var random = new Random(seed);
            for (var i = 0; i < Rounds; i++)
            {
                using var caller = new CancellationTokenSource();
                using var node = new CancellationTokenSource();
                var reason = random.Next(3);
                var spins = random.Next(200);
                Task race;
                using (new AttemptCancellation(Within(reason == 2 ? TimeSpan.FromMilliseconds(random.Next(2)) : 10.Seconds()), TimeProvider.System, node.Token, caller.Token))
                {
                    race = reason == 2 ? Task.CompletedTask : Task.Run((reason == 0 ? caller : node).Cancel);
                    Thread.SpinWait(spins);
                }

                using var next = new AttemptCancellation(Within(1.Seconds() * 60), TimeProvider.System, CancellationToken.None, CancellationToken.None);
                await race;
                Thread.SpinWait(spins);
                if (next.Token.IsCancellationRequested)
                {
                    Interlocked.Increment(ref leaks);
                }
            }
        }))).WaitAsync(20.Seconds());

        Assert.That(leaks, Is.Zero);
    }

    [Test]
    public void An_attempt_with_the_system_clock_allocates_no_cancellation_source()
    {
        using var caller = new CancellationTokenSource();
        using var node = new CancellationTokenSource();
        Attempt();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            Attempt();
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1_000 * 32));

        void Attempt()
        {
            using var cancellation = new AttemptCancellation(Within(10.Seconds()), TimeProvider.System, node.Token, caller.Token);
        }
    }

    private static AttemptDeadline Within(TimeSpan limit) => new(limit, IsTruncated: false);

    private static string Reasons(in AttemptCancellation cancellation) => string.Join(
        ' ',
        new[] { cancellation.TimedOut ? "time" : null, cancellation.NodeWentDown ? "node" : null, cancellation.CancelledByCaller ? "caller" : null, cancellation.Token.IsCancellationRequested ? null : "none" }
            .Where(reason => reason is not null));
}
