using AlternatorHandler.Options;

namespace AlternatorHandler.Health;

/// <summary>Opens connections to a node that is about to receive requests.</summary>
internal sealed class ConnectionWarmup(
    HttpMessageInvoker invoker,
    int connections,
    LiveOptions options,
    string? hostHeader,
    TimeProvider timeProvider,
    CancellationToken disposed)
{
    // A health response is short, such as "healthy: 10.0.0.1:8000". The connection of a longer response is closed.
    private const int MaxResponseSize = 64 * 1024;

    /// <summary>Starts to open the connections, without waiting for them.</summary>
    public void Start(AlternatorNode node)
    {
        if (connections > 0)
        {
            // Without the execution context of the request whose success restored the node.
            ThreadPool.UnsafeQueueUserWorkItem(static state => _ = state.Self.OpenAsync(state.Node.Address), (Self: this, Node: node), preferLocal: false);
        }
    }

    private async Task OpenAsync(Uri address)
    {
        using var timeout = new CancellationTokenSource(options.Current.HealthProbe.Timeout, timeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, disposed);
        var pending = Enumerable.Range(0, connections).Select(_ => SendAsync(address, linked.Token)).ToArray();

        // A response whose body is not read occupies its connection. So no connection serves two of the requests, and all are free in the end.
        var responses = await Task.WhenAll(pending).ConfigureAwait(false);
        await Task.WhenAll(responses.OfType<HttpResponseMessage>().Select(response => DrainAsync(response, linked.Token))).ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage?> SendAsync(Uri address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, options.Current.HealthProbe.Path));
        request.Headers.Host = hostHeader;
        try
        {
            return await invoker.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            // The first request that needs a connection encounters the same failure and reports it.
            return null;
        }
    }

    /// <summary>Reads the response to its end, which frees the connection. Disposal alone would close it unless the rest of the response arrives within 2 s (<see cref="SocketsHttpHandler.ResponseDrainTimeout"/>).</summary>
    private static async Task DrainAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using (response)
        {
            try
            {
                await response.Content.LoadIntoBufferAsync(MaxResponseSize, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException or ObjectDisposedException)
            {
                // The first request reports it, as above.
            }
        }
    }
}
