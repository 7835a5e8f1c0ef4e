using System.Collections.Concurrent;
using AlternatorHandler.Nodes;
using AlternatorHandler.Options;
using Microsoft.Extensions.Logging;

namespace AlternatorHandler.Discovery;

/// <summary>Resolves seeds to addresses. A name stands for all addresses that it resolves to; it is resolved at each refresh.</summary>
internal sealed class SeedResolver(LiveOptions options, NodeTable nodes, INameResolver resolver, TimeProvider timeProvider, ILogger logger)
{
    private readonly ConcurrentDictionary<Uri, Uri[]> _resolved = new();
    private IList<Uri> _seeds = options.Current.Seeds;
    private volatile IReadOnlyDictionary<Uri, string> _hosts = new Dictionary<Uri, string>();

    /// <summary>Gets the <c>Host</c> header for queries to a node that was found by name, or <see langword="null"/> for any other node. The certificate is checked against it.</summary>
    public string? GetHost(AlternatorNode node) => _hosts.GetValueOrDefault(node.ListedAddress);

    /// <summary>Resolves all names in parallel and replaces the seeds by the result. A name that does not resolve keeps its previous addresses; if there are none, the name itself is the address.</summary>
    /// <returns><see langword="true"/> if the configured seeds have changed since the previous call; otherwise, <see langword="false"/>.</returns>
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
            .Where(entry => seeds.Contains(entry.Key))
            .SelectMany(entry => entry.Value.Select(address => (Address: address, Host: entry.Key.Authority)))
            .DistinctBy(pair => pair.Address)
            .ToDictionary(pair => pair.Address, pair => pair.Host);
        nodes.ReplaceSeeds(seeds.SelectMany(seed => _resolved.TryGetValue(seed, out var addresses) ? addresses : [NodeAddress.From(seed)]));
        _seeds = seeds;
        return isChanged;
    }

    private static bool IsAddress(Uri seed) => seed.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6;

    private async Task ResolveAsync(Uri seed, CancellationToken cancellationToken)
    {
        try
        {
            using var timeout = new CancellationTokenSource(options.Current.Discovery.Timeout, timeProvider);
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);

            // The resolver cannot be canceled on every platform: the refresh must not wait for it.
            var addresses = await resolver.ResolveAsync(seed.IdnHost, linked.Token).WaitAsync(linked.Token).ConfigureAwait(false);
            if (addresses.Length > 0)
            {
                _resolved[seed] = [.. addresses.Select(address => NodeAddress.From(seed, address))];
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.NameNotResolved(logger, seed.IdnHost, exception.Message);
        }
    }
}
