using Microsoft.Extensions.Time.Testing;

namespace AlternatorHandler.TestSupport;

/// <summary>Adds to <see cref="FakeTimeProvider"/> what the tests of loops need: its pending timers, and timers that fire at their own times instead of at the end of an advance.</summary>
internal sealed class ManualTimeProvider(DateTimeOffset start) : FakeTimeProvider(start)
{
    private readonly Lock _lock = new();
    private readonly HashSet<PendingTimer> _pending = [];

    public ManualTimeProvider()
        : this(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))
    {
    }

    /// <summary>Gets the number of timers that are to fire. Timers without a time, such as those of an endless wait, are not counted.</summary>
    public int PendingTimers
    {
        get
        {
            lock (_lock)
            {
                return _pending.Count;
            }
        }
    }

    /// <summary>Gets the time until the next timer, or <see langword="null"/> if there is none.</summary>
    public TimeSpan? NextTimer
    {
        get
        {
            lock (_lock)
            {
                return _pending.Count == 0 ? null : _pending.Min(timer => timer.Due) - GetUtcNow();
            }
        }
    }

    // Not the ticks of a TimeSpan: code that takes one for the other fails.
    public override long TimestampFrequency => 1_000_000_000;

    // Far from 0, which stands for "never".
    public override long GetTimestamp() => 1_000_000_000_000 + ((GetUtcNow() - Start).Ticks * 100);

    /// <summary>Advances the time, and stops at the time of each timer on the way.</summary>
    public new void Advance(TimeSpan time)
    {
        var end = GetUtcNow() + time;
        while (NextTimer is { } next && next > TimeSpan.Zero && GetUtcNow() + next <= end)
        {
            base.Advance(next);
        }

        base.Advance(end - GetUtcNow());
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new PendingTimer(this, callback, state);
        timer.Start(base.CreateTimer(static timer => ((PendingTimer)timer!).Fire(), timer, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class PendingTimer(ManualTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        private ITimer _timer = null!;
        private TimeSpan _period;

        public DateTimeOffset Due { get; private set; }

        public void Start(ITimer timer) => _timer = timer;

        public void Fire()
        {
            lock (clock._lock)
            {
                Due += _period;
                if (_period <= TimeSpan.Zero)
                {
                    clock._pending.Remove(this);
                }
            }

            callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                clock._pending.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = clock.GetUtcNow() + dueTime;
                    _period = period;
                    clock._pending.Add(this);
                }
            }

            return _timer.Change(dueTime, period);
        }

        public void Dispose()
        {
            Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
