using System.Buffers;
using AlternatorHandler.Nodes;
using AlternatorHandler.Options;

namespace AlternatorHandler.Discovery;

/// <summary>Asks one node for the list of nodes.</summary>
internal sealed class LocalNodesClient(HttpMessageInvoker invoker, LiveOptions live, string? hostHeader, TimeProvider timeProvider)
{
    // 65,536 IPv6 literals need less than 3 MB; a cluster of a thousand nodes 50 KB.
    private const int MaxAnswerSize = 1024 * 1024;

    /// <summary>Asks a node.</summary>
    /// <param name="address">Where the node is reached.</param>
    /// <param name="listedAs">What the cluster lists it as: ScyllaDB lists hosts only, and all nodes share scheme and port.</param>
    /// <param name="query">The question, by <see cref="ScopeQuery"/>.</param>
    /// <param name="host">The name that the node was found by, if it was.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <returns>The nodes that it lists.</returns>
    /// <exception cref="FormatException">The answer is not what a node answers.</exception>
    /// <exception cref="TimeoutException">There was no answer in time.</exception>
    public async Task<(LocalNodes Answer, IReadOnlyList<Uri> Nodes)> AskAsync(Uri address, Uri listedAs, string query, string? host, CancellationToken cancellationToken)
    {
        var options = live.Current.Discovery;
        using var timeout = new CancellationTokenSource(options.Timeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, query));
            request.Headers.Host = hostHeader ?? host;
            using var response = await invoker.SendAsync(request, either.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                throw new FormatException($"answered {(int)response.StatusCode}");
            }

            var json = await ReadAsync(response.Content, either.Token).ConfigureAwait(false);
            var answer = LocalNodesParser.Parse(json.Span, options.MaxNodes);
            var believed = answer.Addresses.Where(node => AddressReach.MayList(address, node)).ToList();
            if (believed.Count < answer.Addresses.Count)
            {
                var doubted = answer.Addresses.First(node => !AddressReach.MayList(address, node));
                answer = new LocalNodes(believed, answer.Skipped + answer.Addresses.Count - believed.Count, answer.Example ?? doubted.ToString());
            }

            return (answer, [.. believed.Select(node => NodeAddress.Of(listedAs, node))]);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"no answer for {options.Timeout.TotalSeconds:0.#} s");
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = stream.ConfigureAwait(false);
        var answer = new ArrayBufferWriter<byte>(4096);
        int read;
        while ((read = await stream.ReadAsync(answer.GetMemory(4096), cancellationToken).ConfigureAwait(false)) > 0)
        {
            answer.Advance(read);
            if (answer.WrittenCount > MaxAnswerSize)
            {
                throw new FormatException($"the answer is longer than {MaxAnswerSize} bytes");
            }
        }

        return answer.WrittenMemory;
    }
}
