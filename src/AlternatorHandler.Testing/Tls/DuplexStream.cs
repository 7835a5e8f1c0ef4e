using System.IO.Pipelines;

namespace AlternatorHandler.Testing.Tls;

/// <summary>Provides the pipes of a transport as one stream for TLS, and keeps the first bytes that were sent.</summary>
internal sealed class DuplexStream(IDuplexPipe transport) : Stream
{
    private const int PrefixLength = 1024;

    private readonly Stream _input = transport.Input.AsStream(leaveOpen: true);
    private readonly MemoryStream _prefix = new();

    /// <summary>Gets the first bytes that were sent.</summary>
    public ReadOnlySpan<byte> SentPrefix => _prefix.GetBuffer().AsSpan(0, (int)_prefix.Length);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => _input.ReadAsync(buffer, cancellationToken);

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _prefix.Write(buffer.Span[..(int)Math.Min(buffer.Length, PrefixLength - _prefix.Length)]);
        if ((await transport.Output.WriteAsync(buffer, cancellationToken).ConfigureAwait(false)).IsCompleted)
        {
            throw new IOException("The client has closed the connection.");
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
