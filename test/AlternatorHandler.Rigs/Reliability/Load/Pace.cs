namespace AlternatorHandler.Rigs.Reliability.Load;

/// <summary>Begins one worker's operations at an even rate. What an operation is late by is not made up for.</summary>
internal sealed class Pace(TimeSpan interval, TimeSpan offset)
{
    private long _next = TimeProvider.System.GetTimestamp() + ToTimestamp(offset);

    public async Task NextAsync()
    {
        var now = TimeProvider.System.GetTimestamp();
        if (_next > now)
        {
            await Task.Delay(TimeProvider.System.GetElapsedTime(now, _next), TimeProvider.System);
        }

        _next = Math.Max(_next, now) + ToTimestamp(interval);
    }

    private static long ToTimestamp(TimeSpan time) => (long)(time.TotalSeconds * TimeProvider.System.TimestampFrequency);
}
