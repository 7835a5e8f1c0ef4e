namespace AlternatorHandler.Loops;

/// <summary>Notifies background loops that requests are made, at a cost of two memory accesses per request.</summary>
internal sealed class RequestActivity
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _nextRequest;
    private long _last;

    /// <summary>Gets the timestamp of the last request, or 0 if there was none.</summary>
    public long LastRequest => Volatile.Read(ref _last);

    public void RecordRequest(long now)
    {
        // The full fence orders this write before the read: a loop that starts to wait at this moment either reads the new timestamp or is released below.
        Interlocked.Exchange(ref _last, now);
        if (Volatile.Read(ref _nextRequest) is not null)
        {
            ReleaseWaiters();
        }
    }

    /// <summary>Gets a task that completes with the first request after the one of timestamp <paramref name="seen"/>.</summary>
    public Task WaitForNextAsync(long seen)
    {
        lock (_lock)
        {
            var nextRequest = _nextRequest ?? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Interlocked.Exchange(ref _nextRequest, nextRequest);
            if (LastRequest != seen)
            {
                ReleaseWaiters();
            }

            return nextRequest.Task;
        }
    }

    private void ReleaseWaiters()
    {
        lock (_lock)
        {
            _nextRequest?.SetResult();
            Volatile.Write(ref _nextRequest, null);
        }
    }
}
