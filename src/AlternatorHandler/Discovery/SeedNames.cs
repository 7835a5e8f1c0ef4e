using System.Collections.Concurrent;
using AlternatorHandler.Nodes;
using AlternatorHandler.Options;
using Microsoft.Extensions.Logging;

namespace AlternatorHandler.Discovery;

/// <summary>Turns seeds into addresses: a name means all nodes that it resolves to, at the time of each refresh.</summary>
internal sealed class SeedNames(LiveOptions options, NodeTable nodes, INameResolver resolver, TimeProvider timeProvider, ILogger logger)
{
    private readonly ConcurrentDictionary<Uri, Uri[]> _resolved = new();
    private IList<Uri> _seeds = options.Current.Seeds;
    private volatile IReadOnlyDictionary<Uri, string> _hosts = new Dictionary<Uri, string>();

    /// <summary>The <c>Host</c> header for questions to a node that was found by a name: certificates are checked against it.</summary>
    public string? HostOf(AlternatorNode node) => _hosts.GetValueOrDefault(node.ListedAs);

    /// <summary>Resolves all names at once and makes the result the seeds. A name that does not resolve keeps its last addresses, or stands for itself.</summary>
    /// <returns>Whether configuration names other seeds than the last time.</returns>
    public async Task<bool> ResolveAsync(CancellationToken cancellationToken)
    {
        var seeds = options.Current.Seeds;
        var isChanged = !_seeds.SequenceEqual(seeds);
        if (!isChanged && seeds.All(IsAddress))
        {
            return false;
        }

        await Task.WhenAll(seeds.Where(seed => !IsAddress(seed)).Select(seed => ResolveAsync(seed, cancellationToken))).ConfigureAwait(false);
        _hosts = _resolved
            .Where(name => seeds.Contains(name.Key))
            .SelectMany(name => name.Value.Select(address => (Address: address, Host: name.Key.Authority)))
            .DistinctBy(pair => pair.Address)
            .ToDictionary(pair => pair.Address, pair => pair.Host);
        nodes.ReplaceSeeds(seeds.SelectMany(seed => _resolved.TryGetValue(seed, out var addresses) ? addresses : [NodeAddress.Of(seed)]));
        _seeds = seeds;
        return isChanged;
    }

    private static bool IsAddress(Uri seed) => seed.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6;

    private async Task ResolveAsync(Uri seed, CancellationToken cancellationToken)
    {
        try
        {
            using var limit = new CancellationTokenSource(options.Current.Discovery.Timeout, timeProvider);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);

            // Not every platform's resolver can be cancelled: it must not hold the refresh.
            var addresses = await resolver.ResolveAsync(seed.IdnHost, either.Token).WaitAsync(either.Token).ConfigureAwait(false);
            if (addresses.Length > 0)
            {
                _resolved[seed] = [.. addresses.Select(address => NodeAddress.Of(seed, address))];
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.NameNotResolved(logger, seed.IdnHost, exception.Message);
        }
    }
}
