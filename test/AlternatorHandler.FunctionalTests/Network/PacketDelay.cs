using System.Collections.Concurrent;

namespace AlternatorHandler.FunctionalTests.Network;

/// <summary>Carries packets from one interface to another, in order, each after a delay.</summary>
internal sealed class PacketDelay : IAsyncDisposable
{
    private const int MaxPacket = 65_536;

    private readonly BlockingCollection<(byte[] Packet, long ReadAt)> _underWay = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _reading;
    private readonly Task _writing;
    private long _delay;

    public PacketDelay(TunDevice from, TunDevice to)
    {
        // Threads of their own: a cable does not slow down when the test's thread pool is busy.
        _reading = Task.Factory.StartNew(() => Read(from), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        _writing = Task.Factory.StartNew(() => Write(to, _stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public TimeSpan Delay
    {
        get => new(Volatile.Read(ref _delay));
        set => Volatile.Write(ref _delay, value.Ticks);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading;
        await _writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _underWay.Dispose();
    }

    private void Read(TunDevice from)
    {
        var buffer = new byte[MaxPacket];
        try
        {
            while (from.Read(buffer) is var length and > 0)
            {
                _underWay.Add((buffer[..length], TimeProvider.System.GetTimestamp()));
            }
        }
        catch (IOException)
        {
            // The interface is gone: so is the cable.
        }
    }

    private void Write(TunDevice to, CancellationToken cancellationToken)
    {
        foreach (var (packet, readAt) in _underWay.GetConsumingEnumerable(cancellationToken))
        {
            var left = Delay - TimeProvider.System.GetElapsedTime(readAt);
            if (left > TimeSpan.Zero)
            {
                cancellationToken.WaitHandle.WaitOne(left);
            }

            try
            {
                to.Write(packet);
            }
            catch (IOException)
            {
                // The other end is down. A packet is lost, as it would be on the way.
            }
        }
    }
}
