using System.Threading.Channels;

namespace AlternatorHandler.Loops;

/// <summary>Represents a signal that releases one waiting background loop and then resets itself. Signals that are set before the loop waits count as one.</summary>
internal sealed class AsyncAutoResetEvent
{
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    public void Set() => _signal.Writer.TryWrite(true);

    /// <summary>Waits for the signal, for <paramref name="other"/>, or for the timeout.</summary>
    /// <returns><see langword="true"/> if the signal was set; otherwise, <see langword="false"/>.</returns>
    public async Task<bool> WaitAsync(TimeSpan timeout, Task? other, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        // Timers truncate fractions of a millisecond. A wait that ends too early would be repeated in a busy loop until the time is reached.
        timeout = TimeSpan.FromMilliseconds(Math.Ceiling(timeout.TotalMilliseconds));
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var signaled = _signal.Reader.WaitToReadAsync(linked.Token).AsTask();
        var elapsed = Task.Delay(timeout, timeProvider, linked.Token);
        _ = other is null
            ? await Task.WhenAny(signaled, elapsed).ConfigureAwait(false)
            : await Task.WhenAny(signaled, elapsed, other).ConfigureAwait(false);
        await linked.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return _signal.Reader.TryRead(out _);
    }
}
