namespace AlternatorHandler.FunctionalTests;

/// <summary>Requests that come at a steady rate, however long the ones before them take: as many users send them.</summary>
internal sealed class Arrivals : IAsyncDisposable
{
    private readonly PeriodicTimer _timer;
    private readonly Task _sending;
    private int _requests;

    private Arrivals(TimeSpan interval, Func<int, Task> request)
    {
        _timer = new PeriodicTimer(interval);
        _sending = SendAsync(request);
    }

    public int Requests => Volatile.Read(ref _requests);

    public static Arrivals Start(TimeSpan interval, Func<int, Task> request) => new(interval, request);

    /// <summary>Waits for so many further requests to be sent, not to be answered.</summary>
    public Task SentAsync(int requests, TimeSpan within)
    {
        var wanted = Requests + requests;
        return Eventually.TrueAsync(() => Requests >= wanted, within);
    }

    /// <summary>Sends no more, and waits for all answers.</summary>
    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _sending;
    }

    private async Task SendAsync(Func<int, Task> request)
    {
        var sent = new List<Task>();
        while (await _timer.WaitForNextTickAsync())
        {
            sent.Add(request(Interlocked.Increment(ref _requests)));
        }

        await Task.WhenAll(sent);
    }
}
