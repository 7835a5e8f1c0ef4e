using AlternatorHandler.Options;
using AlternatorHandler.Outcomes;

namespace AlternatorHandler.Health;

/// <summary>Sends a probe to one node: a <c>GET</c> of its health route. <c>HEAD</c> is not used, because ScyllaDB has no such route.</summary>
internal sealed class NodeProbe(HttpMessageInvoker invoker, LiveOptions live, string? hostHeader, TimeProvider timeProvider)
{
    /// <summary>Sends a probe.</summary>
    /// <param name="address">The address of the node.</param>
    /// <param name="isStuck">Whether the node appears stuck, so that requests in flight wait for the result.</param>
    /// <param name="cancellationToken">Cancels the probe. Its result is then meaningless.</param>
    /// <returns>The reason why the probe failed, or <see langword="null"/> if it succeeded.</returns>
    public async Task<string?> SendAsync(Uri address, bool isStuck, CancellationToken cancellationToken)
    {
        var options = live.Current.HealthProbe;

        // A stuck node has already been silent for a second or two, and its requests wait for as long as the probe does.
        var limit = isStuck ? options.Timeout / 2 : options.Timeout;
        using var timeout = new CancellationTokenSource(limit, timeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, options.Path));
        request.Headers.Host = hostHeader;
        try
        {
            using var response = await invoker.SendAsync(request, linked.Token).ConfigureAwait(false);
            return response.IsSuccessStatusCode ? null : $"status {(int)response.StatusCode} in response to a probe";
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return $"no response to a probe within {limit.TotalSeconds:0.#} s";
        }
        catch (Exception exception)
        {
            return FailureReason.FromException(exception);
        }
    }
}
