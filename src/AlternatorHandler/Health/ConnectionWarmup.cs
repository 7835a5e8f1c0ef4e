using AlternatorHandler.Options;

namespace AlternatorHandler.Health;

/// <summary>Opens connections to a node that is about to get requests.</summary>
internal sealed class ConnectionWarmup(
    HttpMessageInvoker invoker,
    int connections,
    LiveOptions options,
    string? hostHeader,
    TimeProvider timeProvider,
    CancellationToken disposed)
{
    // "healthy: 10.0.0.1:8000": what is longer than this is no health reply, and its connection is closed.
    private const int MaxReplySize = 64 * 1024;

    /// <summary>Begins to, without waiting.</summary>
    public void Begin(AlternatorNode node)
    {
        if (connections > 0)
        {
            // Without the context of the request that happened to find the node well.
            ThreadPool.UnsafeQueueUserWorkItem(static state => _ = state.Self.OpenAsync(state.Node.Address), (Self: this, Node: node), preferLocal: false);
        }
    }

    private async Task OpenAsync(Uri address)
    {
        using var timeout = new CancellationTokenSource(options.Current.HealthProbe.Timeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, disposed);
        var replies = Enumerable.Range(0, connections).Select(_ => AskAsync(address, either.Token)).ToArray();

        // A reply that is not read holds its connection. So no connection serves two of the requests, and all are free in the end.
        var heads = await Task.WhenAll(replies).ConfigureAwait(false);
        await Task.WhenAll(heads.OfType<HttpResponseMessage>().Select(reply => ReadAsync(reply, either.Token))).ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage?> AskAsync(Uri address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, options.Current.HealthProbe.Path));
        request.Headers.Host = hostHeader;
        try
        {
            return await invoker.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            // The first request that needs a connection will find out, and report it.
            return null;
        }
    }

    /// <summary>Frees the connection. Disposal alone would close it, unless the rest of the reply comes within 2 s (<see cref="SocketsHttpHandler.ResponseDrainTimeout"/>).</summary>
    private static async Task ReadAsync(HttpResponseMessage reply, CancellationToken cancellationToken)
    {
        using (reply)
        {
            try
            {
                await reply.Content.LoadIntoBufferAsync(MaxReplySize, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException or ObjectDisposedException)
            {
                // As above.
            }
        }
    }
}
