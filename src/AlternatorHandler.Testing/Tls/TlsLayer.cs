using System.IO.Pipelines;
using System.Net.Security;

namespace AlternatorHandler.Testing.Tls;

/// <summary>One connection's TLS: what the node reads and writes in the clear.</summary>
internal sealed class TlsLayer(SslStream stream, RecordedTls record, string? role) : IDuplexPipe, IAsyncDisposable
{
    public PipeReader Input { get; } = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));

    public PipeWriter Output { get; } = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));

    public RecordedTls Record => record;

    /// <summary>Gets the common name of the client certificate's subject, empty if it has none; <see langword="null"/> without a certificate.</summary>
    public string? Role => role;

    /// <summary>Says that nothing more will come.</summary>
    public Task ShutDownAsync() => stream.ShutdownAsync();

    public ValueTask DisposeAsync() => stream.DisposeAsync();
}
