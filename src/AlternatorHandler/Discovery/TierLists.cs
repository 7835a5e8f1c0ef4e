using System.Collections.Concurrent;
using AlternatorHandler.Health;
using AlternatorHandler.Nodes;
using Microsoft.Extensions.Logging;

namespace AlternatorHandler.Discovery;

/// <summary>Makes what nodes say the lists of the tiers, with the doubts that a single node's word deserves.</summary>
internal sealed class TierLists(string clusterName, NodeTable nodes, NewNodeGate gate, AddressMap map, ILogger logger)
{
    // The parts of the cluster whose first round is over: nodes that are listed later join a part that is known.
    private readonly ConcurrentDictionary<(string? Datacenter, string? Rack), bool> _settled = new(
        (nodes.IsKnown ? nodes.Scopes : []).Select(scope => KeyValuePair.Create((scope.Datacenter, scope.Rack), true)).DistinctBy(settled => settled.Key));

    /// <summary>Adds the nodes of one answer.</summary>
    /// <returns>A task that ends when the new ones have been probed, or had a fair chance.</returns>
    public Task AddAsync(int tier, IEnumerable<Uri> addresses, CancellationToken cancellationToken) =>
        ApplyAsync(tier, addresses.Concat(Listed(tier).Select(node => node.ListedAs)), cancellationToken);

    /// <summary>Replaces a tier's list by the union of all answers. Nothing answered, or nothing listed: it stays as it is.</summary>
    /// <remarks>
    /// If only one node says that more than half of the working nodes are gone, they are kept. A node that is cut off from its peers lists itself alone, in good faith.
    /// That a node does not answer us either is a second witness of its own.
    /// </remarks>
    public async Task ReplaceAsync(int tier, IReadOnlyList<NodeAnswer> answers, CancellationToken cancellationToken)
    {
        var union = answers.SelectMany(answer => answer.Nodes).Distinct().ToList();
        if (union.Count == 0)
        {
            return;
        }

        var working = Array.FindAll(Listed(tier), node => node.State != AlternatorNodeState.Down).Select(node => node.ListedAs).ToList();
        var lost = working.Except(union).ToList();
        if (lost.Count * 2 > working.Count && !answers.Any(answer => answer.IsCertain) && answers.Select(answer => answer.From).Distinct().Count() == 1)
        {
            Log.ShrunkListDoubted(logger, answers[0].From, clusterName, lost.Count);
            union.AddRange(lost);
        }

        var opening = ApplyAsync(tier, union, cancellationToken);
        if (!IsSettled(tier))
        {
            await opening.ConfigureAwait(false);
            _settled[PartOf(tier)] = true;
        }
    }

    /// <summary>Makes <paramref name="scopes"/> the tiers.</summary>
    public void ReplaceScopes(IEnumerable<RoutingScope> scopes) => Changed([], nodes.ReplaceScopes(scopes));

    private (string? Datacenter, string? Rack) PartOf(int tier) => (nodes.Scopes[tier].Datacenter, nodes.Scopes[tier].Rack);

    private bool IsSettled(int tier) => _settled.ContainsKey(PartOf(tier));

    private AlternatorNode[] Listed(int tier) => nodes.IsKnown ? nodes.Current.Tiers[tier].All : [];

    private Task ApplyAsync(int tier, IEnumerable<Uri> addresses, CancellationToken cancellationToken)
    {
        var (added, removed) = nodes.Replace(tier, addresses.Where(map.IsMapped), node => gate.Close(node, isLate: IsSettled(tier)));
        Changed(added, removed);
        return gate.OpenAsync(added, cancellationToken);
    }

    private void Changed(IReadOnlyList<AlternatorNode> added, IReadOnlyList<AlternatorNode> removed)
    {
        foreach (var node in removed)
        {
            // A seed keeps its object when it leaves the list, but what was known of its health does not hold when it returns.
            gate.Forget(node);
        }

        if (added.Count > 0 || removed.Count > 0)
        {
            Log.NodesChanged(logger, clusterName, nodes.Current.All.Length, new NodeNames(added), new NodeNames(removed));
        }
    }
}
