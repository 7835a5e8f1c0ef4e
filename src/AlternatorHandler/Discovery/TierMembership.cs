using System.Collections.Concurrent;
using AlternatorHandler.Health;
using AlternatorHandler.Nodes;
using Microsoft.Extensions.Logging;

namespace AlternatorHandler.Discovery;

/// <summary>Merges node lists into the tiers, and requires a second source before more than half of the usable nodes of a tier are removed.</summary>
internal sealed class TierMembership(string clusterName, NodeTable nodes, NewNodeGate gate, AddressMap map, ILogger logger)
{
    // The scopes whose first refresh is complete. A node that is listed later joins a scope whose nodes are known.
    private readonly ConcurrentDictionary<(string? Datacenter, string? Rack), bool> _initialized = new();

    /// <summary>Adds the nodes of one response.</summary>
    /// <returns>A task that completes when all new nodes have been probed, or shortly after one of them is usable.</returns>
    public Task AddAsync(int tier, IEnumerable<Uri> addresses, CancellationToken cancellationToken) =>
        ApplyAsync(tier, addresses.Concat(GetListed(tier).Select(node => node.ListedAddress)), cancellationToken);

    /// <summary>Replaces the list of a tier by the union of all responses. Without a response that lists nodes, the list stays unchanged.</summary>
    /// <remarks>
    /// If a single node omits more than half of the usable nodes, they are kept: a node that is isolated from its peers lists only itself.
    /// One response is enough to remove nodes that are down, because the failure to reach them is a second source.
    /// </remarks>
    public async Task ReplaceAsync(int tier, IReadOnlyList<NodeListResponse> responses, CancellationToken cancellationToken)
    {
        var union = responses.SelectMany(response => response.Nodes).Distinct().ToList();
        if (union.Count == 0)
        {
            return;
        }

        var usable = Array.FindAll(GetListed(tier), node => node.State != AlternatorNodeState.Down).Select(node => node.ListedAddress).ToList();
        var omitted = usable.Except(union).ToList();
        if (omitted.Count * 2 > usable.Count && !responses.Any(response => response.IsAuthoritative) && responses.Select(response => response.Source).Distinct().Count() == 1)
        {
            Log.ShrunkListDoubted(logger, responses[0].Source, clusterName, omitted.Count);
            union.AddRange(omitted);
        }

        var probing = ApplyAsync(tier, union, cancellationToken);
        if (!IsInitialized(tier))
        {
            await probing.ConfigureAwait(false);
            _initialized[GetKey(tier)] = true;
        }
    }

    /// <summary>Replaces the scopes of the tiers.</summary>
    public void ReplaceScopes(IEnumerable<AlternatorRoutingScope> scopes) => OnNodesChanged([], nodes.ReplaceScopes(scopes));

    private (string? Datacenter, string? Rack) GetKey(int tier) => (nodes.Scopes[tier].Datacenter, nodes.Scopes[tier].Rack);

    private bool IsInitialized(int tier) => _initialized.ContainsKey(GetKey(tier));

    private AlternatorNode[] GetListed(int tier) => nodes.IsDiscovered ? nodes.Current.Tiers[tier].All : [];

    private Task ApplyAsync(int tier, IEnumerable<Uri> addresses, CancellationToken cancellationToken)
    {
        var (added, removed) = nodes.Replace(tier, addresses.Where(map.CanMap), node => gate.Hold(node, isLate: IsInitialized(tier)));
        OnNodesChanged(added, removed);
        return gate.ProbeAndReleaseAsync(added, cancellationToken);
    }

    private void OnNodesChanged(IReadOnlyList<AlternatorNode> added, IReadOnlyList<AlternatorNode> removed)
    {
        foreach (var node in removed)
        {
            // A seed keeps its object when it leaves the list, but its health record does not apply when it returns.
            gate.Reset(node);
        }

        if (added.Count > 0 || removed.Count > 0)
        {
            Log.NodesChanged(logger, clusterName, nodes.Current.All.Length, new NodeNames(added), new NodeNames(removed));
        }
    }
}
