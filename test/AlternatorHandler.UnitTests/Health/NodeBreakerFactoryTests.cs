using System.Collections.Concurrent;
using AlternatorHandler.Health;
using AlternatorHandler.Outcomes;
using AlternatorHandler.UnitTests.Support;
using Microsoft.Extensions.Logging.Testing;

namespace AlternatorHandler.UnitTests.Health;

public sealed class NodeBreakerFactoryTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly ConcurrentQueue<string> _told = new();

    [Test]
    public async Task The_users_breaker_callbacks_run_after_the_librarys_own()
    {
        var breaker = NodeBreakerFactory.Create(
            new AlternatorCircuitBreakerOptions(),
            options =>
            {
                options.OnOpened = args => Tell($"opened for {args.BreakDuration.TotalDays} day by {args.Outcome.Exception!.Message}, by hand: {args.IsManual}");
                options.OnClosed = args => Tell($"closed, by hand: {args.IsManual}");
            },
            () => _told.Enqueue("ours"),
            _time,
            new FakeLogger());
        for (var i = 0; i < 5; i++)
        {
            breaker.Report(TestCall.Failed(AlternatorAttemptOutcome.ConnectionLost).ToPolly());
        }

        await Eventually.TrueAsync(() => _told.Count == 2, within: 20.Seconds());
        await breaker.CloseAsync(CancellationToken.None);
        await Eventually.TrueAsync(() => _told.Count == 3, within: 20.Seconds());

        Assert.That(_told, Is.EqualTo(["ours", "opened for 1 day by broken, by hand: False", "closed, by hand: True"]));
    }

    private ValueTask Tell(string what)
    {
        _told.Enqueue(what);
        return default;
    }
}
