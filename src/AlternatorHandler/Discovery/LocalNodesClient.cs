using System.Buffers;
using AlternatorHandler.Nodes;
using AlternatorHandler.Options;

namespace AlternatorHandler.Discovery;

/// <summary>Queries one node for the list of nodes.</summary>
internal sealed class LocalNodesClient(HttpMessageInvoker invoker, LiveOptions live, string? hostHeader, TimeProvider timeProvider)
{
    // A list of a thousand nodes takes 50 KB; 65,536 IPv6 literals take less than 3 MB.
    private const int MaxResponseSize = 1024 * 1024;

    /// <summary>Queries a node.</summary>
    /// <param name="address">The address at which the node is reached.</param>
    /// <param name="listedAs">The address that the cluster lists for the node. ScyllaDB lists hosts only; all nodes have the same scheme and port.</param>
    /// <param name="query">The path and query, created by <see cref="ScopeQuery"/>.</param>
    /// <param name="host">The name that resolved to the node, or <see langword="null"/> if the node was not found by name.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <returns>The parsed response, and the listed nodes.</returns>
    /// <exception cref="FormatException">The response is not a node list.</exception>
    /// <exception cref="TimeoutException">There was no response within <see cref="AlternatorDiscoveryOptions.Timeout"/>.</exception>
    public async Task<(LocalNodesResponse Response, IReadOnlyList<Uri> Nodes)> GetNodesAsync(Uri address, Uri listedAs, string query, string? host, CancellationToken cancellationToken)
    {
        var options = live.Current.Discovery;
        using var timeout = new CancellationTokenSource(options.Timeout, timeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, query));
            request.Headers.Host = hostHeader ?? host;
            using var response = await invoker.SendAsync(request, linked.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                throw new FormatException($"status {(int)response.StatusCode}");
            }

            var json = await ReadAsync(response.Content, linked.Token).ConfigureAwait(false);
            var list = LocalNodesParser.Parse(json.Span, options.MaxNodes);
            var accepted = list.Addresses.Where(node => AddressScope.CanAdvertise(address, node)).ToList();
            if (accepted.Count < list.Addresses.Count)
            {
                var rejected = list.Addresses.First(node => !AddressScope.CanAdvertise(address, node));
                list = new LocalNodesResponse(accepted, list.Skipped + list.Addresses.Count - accepted.Count, list.Example ?? rejected.ToString());
            }

            return (list, [.. accepted.Select(node => NodeAddress.From(listedAs, node))]);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"no response within {options.Timeout.TotalSeconds:0.#} s");
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = stream.ConfigureAwait(false);
        var body = new ArrayBufferWriter<byte>(4096);
        int read;
        while ((read = await stream.ReadAsync(body.GetMemory(4096), cancellationToken).ConfigureAwait(false)) > 0)
        {
            body.Advance(read);
            if (body.WrittenCount > MaxResponseSize)
            {
                throw new FormatException($"the response is longer than {MaxResponseSize} bytes");
            }
        }

        return body.WrittenMemory;
    }
}
