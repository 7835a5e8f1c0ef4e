namespace AlternatorHandler.Benchmarks.Wire;

/// <summary>The bytes that went over some connections, headers and framing included.</summary>
internal sealed class ByteCount
{
    private long _sent;
    private long _received;

    public long Sent => Volatile.Read(ref _sent);

    public long Received => Volatile.Read(ref _received);

    public void Send(int bytes) => Interlocked.Add(ref _sent, bytes);

    public void Receive(int bytes) => Interlocked.Add(ref _received, bytes);
}
