using System.IO.Pipelines;
using System.Net.Sockets;
using System.Security.Authentication;
using AlternatorHandler.Testing.Tls;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace AlternatorHandler.Testing.Http;

/// <summary>One client's connection: reads a request after the other, and ends the way it is told to.</summary>
/// <remarks>
/// Kestrel's sockets without Kestrel's HTTP layer: that one adds and drops headers, says <c>Connection: close</c> when it closes,
/// and cannot write half a response, none, or something else.
/// </remarks>
internal sealed class HttpConnection(ConnectionContext transport, NodeTls? tls, CancellationToken nodeStopping)
{
    private static readonly TimeSpan LingerTimeout = TimeSpan.FromSeconds(2);

    public PipeReader Input => (Tls ?? transport.Transport).Input;

    /// <summary>Gets or sets how much of a body that is refused unread is taken in before the connection closes.</summary>
    public int MaxDiscardedBodySize { get; set; }

    public PipeWriter Output => (Tls ?? transport.Transport).Output;

    /// <summary>Gets the TLS between the transport and the requests, or <see langword="null"/> if there is none.</summary>
    public TlsLayer? Tls { get; private set; }

    /// <summary>Gets a token that is cancelled when the node stops.</summary>
    public CancellationToken NodeStopping => nodeStopping;

    /// <summary>Gets a token that is cancelled when the client closes its side.</summary>
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
            // Nobody is left to tell.
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

    /// <summary>Returns what has been received and not yet consumed, at least one byte.</summary>
    public async ValueTask<ReadResult> ReadAsync()
    {
        var result = await Input.ReadAsync().ConfigureAwait(false);
        return result.IsCanceled || (result.IsCompleted && result.Buffer.IsEmpty) ? throw new ConnectionEndedException() : result;
    }

    /// <summary>Sends what has been written. When it returns, the bytes are with the operating system.</summary>
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

    /// <summary>Cuts the connection with an RST. From any thread.</summary>
    public void Reset() => transport.Abort(new ConnectionAbortedException("The node resets the connection."));

    /// <summary>Shuts both directions down at once, as a node does that drains: what is under way finds nobody to handler. From any thread.</summary>
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
            // The alert that says why is on its way. A reset, because of what the client has sent meanwhile, would overtake it.
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
            // Completing the output, in the disposal, is the FIN.
            return;
        }

        // A closed socket resets a client that is still sending, and may cost it the response it has not read yet.
        // So say the end first, then take in what is on its way.
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
            // The client had its time.
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
            // Nobody is left to tell.
        }
    }

    // The client's end of it, seen in a read or a write, or the node's own cut.
    private static bool IsDisconnect(Exception error) => error is ConnectionEndedException or ConnectionAbortedException or IOException;

    private void ShutDown(SocketShutdown direction)
    {
        try
        {
            transport.Features.Get<IConnectionSocketFeature>()?.Socket.Shutdown(direction);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The client was faster.
        }
    }
}
