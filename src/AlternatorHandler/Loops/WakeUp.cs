using System.Threading.Channels;

namespace AlternatorHandler.Loops;

/// <summary>Wakes one background loop. Calls made while it is awake count once.</summary>
internal sealed class WakeUp
{
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    public void Set() => _signal.Writer.TryWrite(true);

    /// <summary>Waits for a call, for <paramref name="other"/>, or for the time to pass.</summary>
    /// <returns>Whether it was called.</returns>
    public async Task<bool> WaitAsync(TimeSpan timeout, Task? other, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        // Timers cut fractions of a millisecond off. A wait that ends too early is repeated, at full speed, until the time has come.
        timeout = TimeSpan.FromMilliseconds(Math.Ceiling(timeout.TotalMilliseconds));
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var signalled = _signal.Reader.WaitToReadAsync(waiting.Token).AsTask();
        var elapsed = Task.Delay(timeout, timeProvider, waiting.Token);
        _ = other is null
            ? await Task.WhenAny(signalled, elapsed).ConfigureAwait(false)
            : await Task.WhenAny(signalled, elapsed, other).ConfigureAwait(false);
        await waiting.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return _signal.Reader.TryRead(out _);
    }
}
