using System.Collections.Concurrent;
using AlternatorHandler.Health;
using AlternatorHandler.UnitTests.Support;
using Microsoft.Extensions.Logging.Testing;

namespace AlternatorHandler.UnitTests.Health;

public sealed class NodeBreakerFactoryTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly ConcurrentQueue<string> _calls = new();

    [Test]
    public async Task Breaker_callbacks_of_the_application_run_after_that_of_the_library()
    {
        var breaker = NodeBreakerFactory.Create(
            new AlternatorCircuitBreakerOptions(),
            options =>
            {
                options.OnOpened = args => Record($"opened for {args.BreakDuration.TotalDays} day by {args.Outcome.Exception!.Message}, manually: {args.IsManual}");
                options.OnClosed = args => Record($"closed, manually: {args.IsManual}");
            },
            () => _calls.Enqueue("library"),
            _time,
            new FakeLogger());
        for (var i = 0; i < 5; i++)
        {
            breaker.Report(TestCall.Outcome(AlternatorAttemptOutcome.ConnectionLost).ToPolly());
        }

        await Eventually.TrueAsync(() => _calls.Count == 2, within: 20.Seconds());
        await breaker.CloseAsync(CancellationToken.None);
        await Eventually.TrueAsync(() => _calls.Count == 3, within: 20.Seconds());

        Assert.That(_calls, Is.EqualTo(["library", "opened for 1 day by broken, manually: False", "closed, manually: True"]));
    }

    private ValueTask Record(string call)
    {
        _calls.Enqueue(call);
        return default;
    }
}
