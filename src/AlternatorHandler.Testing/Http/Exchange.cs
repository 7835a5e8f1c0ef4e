using AlternatorHandler.Testing.Recording;
using AlternatorHandler.Testing.Tls;

namespace AlternatorHandler.Testing.Http;

/// <summary>Represents a request and its handling. Faults are implemented with its methods.</summary>
internal sealed class Exchange(HttpConnection connection, RequestHead head, RequestBody body, RequestEntry entry, TimeProvider clock)
{
    private byte[]? _bytes;

    public RequestHead Head => head;

    /// <summary>Gets the TLS layer of the connection, or <see langword="null"/>.</summary>
    public TlsLayer? Tls => connection.Tls;

    /// <summary>Gets the function that executes the operation and creates the response of a healthy node.</summary>
    public required Func<Exchange, ValueTask<Response>> Handler { private get; init; }

    /// <summary>Gets a token that is cancelled when the faults of the node are cleared.</summary>
    public CancellationToken FaultsCleared { private get; init; }

    /// <summary>Gets a token that is cancelled when the node stops.</summary>
    public CancellationToken NodeStopping => connection.NodeStopping;

    public async ValueTask<byte[]> ReadBodyAsync()
    {
        if (_bytes is null)
        {
            _bytes = await body.ReadAsync().ConfigureAwait(false);
            entry.SetBody(_bytes);
        }

        return _bytes;
    }

    /// <summary>Handles the request as a healthy node does, without sending the response.</summary>
    public async ValueTask<Response> HandleAsync()
    {
        try
        {
            return await Handler(this).ConfigureAwait(false);
        }
        catch (ApiException error)
        {
            return Cors.AddHeaders(head, Response.Error(error));
        }
    }

    public void MarkExecuted() => entry.MarkExecuted();

    public async Task<ConnectionAction> SendAsync(Response response)
    {
        entry.SetStatusCode(response.StatusCode);
        ResponseWriter.WriteHead(connection.Output, response, head, clock.GetUtcNow());
        if (head.Method != "HEAD")
        {
            ResponseWriter.WriteBody(connection.Output, response);
        }

        await connection.FlushAsync().ConfigureAwait(false);
        return ConnectionAction.KeepAlive;
    }

    public async Task SendHeadAsync(Response response)
    {
        entry.SetStatusCode(response.StatusCode);
        ResponseWriter.WriteHead(connection.Output, response, head, clock.GetUtcNow());
        await connection.FlushAsync().ConfigureAwait(false);
    }

    public ValueTask SendBytesAsync(ReadOnlyMemory<byte> bytes) => connection.WriteAsync(bytes);

    /// <summary>Waits by the clock of the cluster. The wait ends early when the faults are cleared.</summary>
    public async Task DelayAsync(TimeSpan delay)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(NodeStopping, FaultsCleared);
        await Task.Delay(delay, clock, linked.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        NodeStopping.ThrowIfCancellationRequested();
    }

    /// <summary>Waits until the client disconnects, the node stops or the faults are cleared.</summary>
    public async Task HangAsync()
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(NodeStopping, FaultsCleared, connection.ClientDisconnected);
        await Task.Delay(Timeout.InfiniteTimeSpan, clock, linked.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
