using AlternatorHandler.Options;
using AlternatorHandler.Outcomes;



namespace AlternatorHandler.Health;

/// <summary>Asks one node for its health route. Never HEAD: ScyllaDB has no such route.</summary>
internal sealed class NodeProbe(HttpMessageInvoker invoker, LiveOptions live, string? hostHeader, TimeProvider timeProvider)
{
    /// <summary>Asks the node at <paramref name="address"/>.</summary>
    /// <param name="address">The node's.</param>
    /// <param name="isStuck">Whether requests wait for the answer, because the node keeps them.</param>
    /// <param name="cancellationToken">Ends the probe; it then says nothing about the node.</param>
    /// <returns>Why the probe failed, or <see langword="null"/> if it succeeded.</returns>
    public async Task<string?> AskAsync(Uri address, bool isStuck, CancellationToken cancellationToken)
    {
        var options = live.Current.HealthProbe;

        // A stuck node has had its chance: it was silent for a second or two, and each more is one that its requests wait.
        var patience = isStuck ? options.Timeout / 2 : options.Timeout;
        using var timeout = new CancellationTokenSource(patience, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, options.Path));
        request.Headers.Host = hostHeader;
        try
        {
            using var response = await invoker.SendAsync(request, either.Token).ConfigureAwait(false);
            return response.IsSuccessStatusCode ? null : $"answered {(int)response.StatusCode} to a probe";
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return $"no answer to a probe for {patience.TotalSeconds:0.#} s";
        }
        catch (Exception exception)
        {
            return FailureReason.Of(exception);
        }
    }
}
