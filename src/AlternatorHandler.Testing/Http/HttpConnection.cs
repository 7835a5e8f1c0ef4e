using System.IO.Pipelines;
using System.Net.Sockets;
using System.Security.Authentication;
using AlternatorHandler.Testing.Tls;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace AlternatorHandler.Testing.Http;

/// <summary>Serves the requests of a connection one after another, and ends it as the handler of a request specifies.</summary>
/// <remarks>
/// It uses the sockets of Kestrel without its HTTP layer. That layer adds and removes headers, announces the end of a connection with <c>Connection: close</c>,
/// and cannot send half a response, no response, or bytes that are not HTTP.
/// </remarks>
internal sealed class HttpConnection(ConnectionContext transport, NodeTls? tls, CancellationToken nodeStopping)
{
    private static readonly TimeSpan LingerTimeout = TimeSpan.FromSeconds(2);

    public PipeReader Input => (Tls ?? transport.Transport).Input;

    /// <summary>Gets or sets the number of bytes of a rejected body that are discarded before the connection closes.</summary>
    public int MaxDiscardedBodySize { get; set; }

    public PipeWriter Output => (Tls ?? transport.Transport).Output;

    /// <summary>Gets the TLS layer of the connection, or <see langword="null"/>.</summary>
    public TlsLayer? Tls { get; private set; }

    /// <summary>Gets a token that is cancelled when the node stops.</summary>
    public CancellationToken NodeStopping => nodeStopping;

    /// <summary>Gets a token that is cancelled when the client closes its side of the connection.</summary>
    public CancellationToken ClientDisconnected => transport.ConnectionClosed;

    public async Task ServeAsync(Func<HttpConnection, RequestHead, RequestBody, Task<ConnectionAction>> handler, int maxBodySize)
    {
        try
        {
            if (tls is not null && !await NegotiateTlsAsync(tls).ConfigureAwait(false))
            {
                return;
            }

            while (await ReadHeadAsync().ConfigureAwait(false) is { } head)
            {
                var body = new RequestBody(this, head, maxBodySize);
                var action = await handler(this, head, body).ConfigureAwait(false);
                if (action == ConnectionAction.Reset)
                {
                    Reset();
                    return;
                }

                if (action == ConnectionAction.Close || !body.IsRead || !head.IsKeepAlive)
                {
                    await CloseAsync(body).ConfigureAwait(false);
                    return;
                }
            }

            await ShutDownTlsAsync().ConfigureAwait(false);
        }
        catch (MalformedRequestException error)
        {
            await RejectAsync(error).ConfigureAwait(false);
        }
        catch (Exception error) when (IsDisconnect(error) || (error is OperationCanceledException && nodeStopping.IsCancellationRequested))
        {
            // There is no connection left for a response.
        }
        finally
        {
            if (Tls is not null)
            {
                await Tls.DisposeAsync().ConfigureAwait(false);
            }

            await transport.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Returns the bytes that have been received and not yet consumed. There is at least one.</summary>
    public async ValueTask<ReadResult> ReadAsync()
    {
        var result = await Input.ReadAsync().ConfigureAwait(false);
        return result.IsCanceled || (result.IsCompleted && result.Buffer.IsEmpty) ? throw new ConnectionEndedException() : result;
    }

    /// <summary>Sends what has been written. When the method returns, the operating system has the bytes.</summary>
    public async ValueTask FlushAsync()
    {
        var result = await Output.FlushAsync().ConfigureAwait(false);
        if (result.IsCompleted || result.IsCanceled)
        {
            throw new ConnectionEndedException();
        }
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        var result = await Output.WriteAsync(bytes).ConfigureAwait(false);
        if (result.IsCompleted || result.IsCanceled)
        {
            throw new ConnectionEndedException();
        }
    }

    /// <summary>Resets the connection (RST). Thread-safe.</summary>
    public void Reset() => transport.Abort(new ConnectionAbortedException("The node resets the connection."));

    /// <summary>Shuts down both directions, as a node that drains does, so that requests in flight get no response. Thread-safe.</summary>
    public void ShutDown() => ShutDown(SocketShutdown.Both);

    private async Task<bool> NegotiateTlsAsync(NodeTls nodeTls)
    {
        try
        {
            Tls = await nodeTls.AcceptAsync(transport.Transport, nodeStopping).ConfigureAwait(false);
            return true;
        }
        catch (AuthenticationException)
        {
            // The alert with the reason is in flight. If the socket were closed with unread bytes, a reset would overtake it.
            await LingerAsync(transport.Transport.Input).ConfigureAwait(false);
            return false;
        }
    }

    private Task ShutDownTlsAsync() => Tls?.ShutDownAsync() ?? Task.CompletedTask;

    private async ValueTask<RequestHead?> ReadHeadAsync()
    {
        while (true)
        {
            var result = await Input.ReadAsync().ConfigureAwait(false);
            var buffer = result.Buffer;
            if (RequestHeadParser.TryParse(ref buffer) is { } head)
            {
                Input.AdvanceTo(buffer.Start);
                return head;
            }

            if (result.IsCompleted || result.IsCanceled)
            {
                return null;
            }

            Input.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private async Task CloseAsync(RequestBody body)
    {
        await ShutDownTlsAsync().ConfigureAwait(false);
        if (body.IsRead)
        {
            // The disposal completes the output, which sends the FIN.
            return;
        }

        // A socket that is closed with unread bytes resets the connection, and the client may lose the response.
        // Therefore, the node sends its FIN first and discards what the client is still sending.
        ShutDown(SocketShutdown.Send);
        using var linger = CancellationTokenSource.CreateLinkedTokenSource(nodeStopping);
        linger.CancelAfter(LingerTimeout);
        await using var registration = linger.Token.Register(static reader => ((PipeReader)reader!).CancelPendingRead(), Input).ConfigureAwait(false);
        await body.DiscardAsync(MaxDiscardedBodySize).ConfigureAwait(false);
    }

    private async Task LingerAsync(PipeReader input)
    {
        ShutDown(SocketShutdown.Send);
        using var linger = CancellationTokenSource.CreateLinkedTokenSource(nodeStopping);
        linger.CancelAfter(LingerTimeout);
        try
        {
            while (await input.ReadAsync(linger.Token).ConfigureAwait(false) is { IsCompleted: false } result)
            {
                input.AdvanceTo(result.Buffer.End);
            }
        }
        catch (OperationCanceledException)
        {
            // The client did not close its side in time.
        }
    }

    private async Task RejectAsync(MalformedRequestException error)
    {
        try
        {
            var request = new RequestHead("", "", "HTTP/1.1", [new("Connection", "close")]);
            var response = Response.Text(error.Message) with { StatusCode = error.StatusCode, HasDate = false };
            ResponseWriter.WriteHead(Output, response, request, default);
            ResponseWriter.WriteBody(Output, response);
            await FlushAsync().ConfigureAwait(false);
        }
        catch (Exception gone) when (IsDisconnect(gone))
        {
            // There is no connection left for a response.
        }
    }

    // Either the client closed the connection, or the node reset it.
    private static bool IsDisconnect(Exception error) => error is ConnectionEndedException or ConnectionAbortedException or IOException;

    private void ShutDown(SocketShutdown direction)
    {
        try
        {
            transport.Features.Get<IConnectionSocketFeature>()?.Socket.Shutdown(direction);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The client has already closed the connection.
        }
    }
}
