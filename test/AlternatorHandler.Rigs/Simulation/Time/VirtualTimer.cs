namespace AlternatorHandler.Rigs.Simulation.Time;

/// <summary>A timer of the client on virtual time.</summary>
internal sealed class VirtualTimer(VirtualClock clock, TimerCallback callback, object? state) : ITimer
{
    private TimeSpan _period;
    private int _version;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        _version++;
        _period = period;
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            clock.Schedule(clock.Now + dueTime, Phase.Timer, Fire(_version));
        }

        return true;
    }

    public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    // A timer that was changed or disposed of leaves its event behind: it finds another version and does nothing.
    private Action Fire(int version) => () =>
    {
        if (version == _version)
        {
            if (_period > TimeSpan.Zero)
            {
                Change(_period, _period);
            }

            callback(state);
        }
    };
}
