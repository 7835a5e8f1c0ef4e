namespace AlternatorHandler.Loops;

/// <summary>Tells background loops that requests are being made. A request pays two memory accesses for it.</summary>
internal sealed class RequestActivity
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _sleepers;
    private long _last;

    /// <summary>Gets the timestamp of the last request, 0 if there was none.</summary>
    public long Last => Volatile.Read(ref _last);

    public void RecordRequest(long now)
    {
        // The full fence orders this write before the read: a loop that goes to sleep at this moment either sees the request or is seen asleep.
        Interlocked.Exchange(ref _last, now);
        if (Volatile.Read(ref _sleepers) is not null)
        {
            Wake();
        }
    }

    /// <summary>A task that ends with the first request after <paramref name="seen"/>.</summary>
    public Task NextAsync(long seen)
    {
        lock (_lock)
        {
            var sleepers = _sleepers ?? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Interlocked.Exchange(ref _sleepers, sleepers);
            if (Last != seen)
            {
                Wake();
            }

            return sleepers.Task;
        }
    }

    private void Wake()
    {
        lock (_lock)
        {
            _sleepers?.SetResult();
            Volatile.Write(ref _sleepers, null);
        }
    }
}
