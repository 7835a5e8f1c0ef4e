namespace AlternatorHandler.Rigs.Simulation.Time;

/// <summary>Time that passes from one event to the next. Events of one moment happen by their phase, and then in the order in which they were scheduled.</summary>
internal sealed class VirtualClock : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<(Phase Phase, Action Happen), (TimeSpan Due, Phase Phase, long Order)> _events = new();
    private TimeSpan _clientStopsUntil;
    private long _scheduled;

    /// <summary>Gets the time since the start.</summary>
    public TimeSpan Now { get; private set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    // Far from 0, which stands for "never".
    public override long GetTimestamp() => TimeSpan.TicksPerHour + Now.Ticks;

    public override DateTimeOffset GetUtcNow() => Start + Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Lets something happen later, or as the next thing of this moment if its time has passed.</summary>
    public void Schedule(TimeSpan due, Phase phase, Action happen) => _events.Enqueue((phase, happen), (due > Now ? due : Now, phase, _scheduled++));

    /// <summary>Stops the client, as a garbage collection does: the world goes on, and the client sees and does nothing until the pause is over.</summary>
    public void StopClient(TimeSpan time) => _clientStopsUntil = Now + time;

    /// <summary>Lets the next event happen.</summary>
    /// <returns><see langword="false"/> if there is none.</returns>
    public bool Step()
    {
        if (!_events.TryDequeue(out var next, out var when))
        {
            return false;
        }

        Now = when.Due;
        if (next.Phase != Phase.World && Now < _clientStopsUntil)
        {
            Schedule(_clientStopsUntil, next.Phase, next.Happen);
        }
        else
        {
            next.Happen();
        }

        return true;
    }
}
