using AlternatorHandler.Testing.Recording;
using AlternatorHandler.Testing.Tls;

namespace AlternatorHandler.Testing.Http;

/// <summary>One request and what is done about it. Faults are little scripts over these verbs.</summary>
internal sealed class Exchange(HttpConnection connection, RequestHead head, RequestBody body, RequestEntry entry, TimeProvider clock)
{
    private byte[]? _bytes;

    public RequestHead Head => head;

    /// <summary>Gets the connection's TLS, or <see langword="null"/>.</summary>
    public TlsLayer? Tls => connection.Tls;

    /// <summary>Gets what makes the ordinary reply, executing the operation.</summary>
    public required Func<Exchange, ValueTask<Reply>> Handler { private get; init; }

    /// <summary>Gets a token that is cancelled when the faults of the node are cleared.</summary>
    public CancellationToken FaultsCleared { private get; init; }

    /// <summary>Gets a token that is cancelled when the node stops.</summary>
    public CancellationToken NodeStopping => connection.NodeStopping;

    public async ValueTask<byte[]> ReadBodyAsync()
    {
        if (_bytes is null)
        {
            _bytes = await body.ReadAsync().ConfigureAwait(false);
            entry.Received(_bytes);
        }

        return _bytes;
    }

    /// <summary>Handles the request as a healthy node does, without sending the reply.</summary>
    public async ValueTask<Reply> HandleAsync()
    {
        try
        {
            return await Handler(this).ConfigureAwait(false);
        }
        catch (ApiException error)
        {
            return Cors.Apply(head, Reply.Error(error));
        }
    }

    public void Executed() => entry.Executed();

    public async Task<AfterReply> SendAsync(Reply reply)
    {
        entry.Answered(reply.StatusCode);
        ReplyWriter.WriteHead(connection.Output, reply, head, clock.GetUtcNow());
        if (head.Method != "HEAD")
        {
            ReplyWriter.WriteBody(connection.Output, reply);
        }

        await connection.FlushAsync().ConfigureAwait(false);
        return AfterReply.KeepAlive;
    }

    public async Task SendHeadAsync(Reply reply)
    {
        entry.Answered(reply.StatusCode);
        ReplyWriter.WriteHead(connection.Output, reply, head, clock.GetUtcNow());
        await connection.FlushAsync().ConfigureAwait(false);
    }

    public ValueTask SendBytesAsync(ReadOnlyMemory<byte> bytes) => connection.WriteAsync(bytes);

    /// <summary>Waits by the cluster's clock, until the faults are cleared at most.</summary>
    public async Task DelayAsync(TimeSpan delay)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(NodeStopping, FaultsCleared);
        await Task.Delay(delay, clock, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        NodeStopping.ThrowIfCancellationRequested();
    }

    /// <summary>Waits until the client leaves, the node stops or the faults are cleared.</summary>
    public async Task HangAsync()
    {
        using var any = CancellationTokenSource.CreateLinkedTokenSource(NodeStopping, FaultsCleared, connection.ClientGone);
        await Task.Delay(Timeout.InfiniteTimeSpan, clock, any.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
