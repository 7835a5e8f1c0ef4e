using System.IO.Pipelines;
using System.Net.Security;

namespace AlternatorHandler.Testing.Tls;

/// <summary>Encrypts and decrypts the data of a connection.</summary>
internal sealed class TlsLayer(SslStream stream, RecordedTls record, string? role) : IDuplexPipe, IAsyncDisposable
{
    public PipeReader Input { get; } = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));

    public PipeWriter Output { get; } = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));

    public RecordedTls Record => record;

    /// <summary>Gets the common name in the subject of the client certificate: empty if it has none, <see langword="null"/> without a certificate.</summary>
    public string? Role => role;

    /// <summary>Sends the TLS close notification.</summary>
    public Task ShutDownAsync() => stream.ShutdownAsync();

    public ValueTask DisposeAsync() => stream.DisposeAsync();
}
