using AlternatorHandler.Telemetry;

namespace AlternatorHandler.Health;

/// <summary>Asks one node for its health route. Never HEAD: ScyllaDB has no such route.</summary>
internal sealed class NodeProbe(HttpMessageInvoker invoker, LiveOptions live, string? hostHeader, TimeProvider timeProvider)
{
    /// <summary>Asks the node at <paramref name="address"/>.</summary>
    /// <returns>Why the probe failed, or <see langword="null"/> if it succeeded.</returns>
    public async Task<string?> AskAsync(Uri address, CancellationToken cancellationToken)
    {
        var options = live.Current.HealthProbe;
        using var timeout = new CancellationTokenSource(options.Timeout, timeProvider);
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
            return $"no answer to a probe for {options.Timeout.TotalSeconds:0.#} s";
        }
        catch (Exception exception)
        {
            return FailureReason.Of(exception);
        }
    }
}
