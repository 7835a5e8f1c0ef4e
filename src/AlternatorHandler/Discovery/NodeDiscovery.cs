using AlternatorHandler.Loops;
using AlternatorHandler.Nodes;
using AlternatorHandler.Outcomes;
using AlternatorHandler.Telemetry;
using Microsoft.Extensions.Logging;

namespace AlternatorHandler.Discovery;

/// <summary>Refreshes the node lists: queries the seeds and a few live nodes for the nodes of every tier, in parallel.</summary>
internal sealed class NodeDiscovery(
    string clusterName,
    NodeTable nodes,
    SeedResolver seeds,
    LocalNodesClient? client,
    NodeSourceClient? source,
    TierMembership membership,
    ScopeTransition scopes,
    Readiness readiness,
    AlternatorMetrics metrics,
    ILogger logger)
{
    private const int MaxLiveTargets = 3;
    private const string EmptyList = "an empty list";

    // Starts at random, so that clients that start together do not query the same node together.
    private uint _nextCandidate = (uint)Randomizer.Shared.Next();

    /// <summary>Gets the sources that returned or confirmed the lists in the last successful refresh.</summary>
    public IReadOnlyList<string> Sources { get; private set; } = [];

    /// <summary>Queries all sources and replaces the lists.</summary>
    /// <param name="cancellationToken">Cancels the refresh; the lists stay unchanged.</param>
    /// <returns>The reason why no source returned a list, or <see langword="null"/> if one did.</returns>
    public async Task<string?> RefreshAsync(CancellationToken cancellationToken)
    {
        var seedsChanged = await seeds.ResolveAsync(cancellationToken).ConfigureAwait(false);
        scopes.Start();
        var targets = GetTargets();
        var firstResponses = nodes.Scopes.Select(_ => new TaskCompletionSource()).ToArray();
        var refreshes = nodes.Scopes.Select((scope, tier) => RefreshTierAsync(tier, scope, targets, seedsChanged, firstResponses[tier], cancellationToken)).ToArray();

        // Each tier has a response: the first request does not wait for nodes that are silent.
        await Task.WhenAll(firstResponses.Select(first => first.Task)).ConfigureAwait(false);
        if (nodes.IsDiscovered)
        {
            readiness.Set();
        }

        var responses = (await Task.WhenAll(refreshes).ConfigureAwait(false)).SelectMany(tier => tier).ToList();
        cancellationToken.ThrowIfCancellationRequested();
        scopes.Complete();
        var isSuccess = responses.Exists(response => response.Nodes.Count > 0);
        metrics.RecordRefresh(clusterName, isSuccess);
        if (isSuccess)
        {
            Sources = [.. responses.Where(response => response.Nodes.Count > 0).Select(response => response.Source).Distinct()];
            return null;
        }

        var failure = string.Join(", ", responses.Select(response => $"{response.Source}: {response.Failure}").Distinct());
        Log.DiscoveryFailed(logger, clusterName, failure, nodes.Current.All.Length);
        return failure;
    }

    /// <summary>Queries one node, to determine whether the lists are still current. The seeds and the live nodes are queried in turn.</summary>
    /// <remarks>
    /// While nothing changes, this is the whole load of a client on the cluster: a thousand clients of a hundred nodes send each node one query per second, and the rotation
    /// spreads them equally. The rotation includes every seed, so that a client that has discovered only a part of the cluster finds the rest.
    /// </remarks>
    /// <returns><see langword="false"/> if the node does not respond or its response differs from the lists: a refresh is then required.</returns>
    public async Task<bool> IsCurrentAsync(CancellationToken cancellationToken)
    {
        if (client is null || source is not null || !nodes.IsDiscovered || scopes.IsInProgress)
        {
            return false;
        }

        await seeds.ResolveAsync(cancellationToken).ConfigureAwait(false);
        var snapshot = nodes.Current;
        AlternatorNode[] candidates = [.. snapshot.Seeds.Union(snapshot.All.Where(node => node.State != AlternatorNodeState.Down))];
        var target = candidates[_nextCandidate++ % candidates.Length];
        foreach (var tier in snapshot.Tiers)
        {
            var responses = await Task.WhenAll(ScopeQuery.CreateAll(tier.Scope, nodes.Scopes).Select(query => QueryAsync(target, query, cancellationToken))).ConfigureAwait(false);
            if (!responses.All(response => response.IsValid)
                || !responses.SelectMany(response => response.Nodes).ToHashSet().SetEquals(tier.All.Select(node => node.ListedAddress)))
            {
                return false;
            }
        }

        metrics.RecordRefresh(clusterName, isSuccess: true);
        Sources = [target.Name];
        return true;
    }

    /// <summary>Gets the nodes to query: the seeds, and a few live nodes at random, so that no decision depends on the view of a single node.</summary>
    public IReadOnlyList<AlternatorNode> GetTargets()
    {
        var snapshot = nodes.Current;
        var live = Array.FindAll(snapshot.All, node => node.State != AlternatorNodeState.Down && !snapshot.Seeds.Contains(node));
        Randomizer.Shared.Shuffle(live);
        return [.. snapshot.Seeds, .. live.Take(MaxLiveTargets)];
    }

    /// <summary>Queries one node for the nodes of a scope. The result contains the failure, if there is one.</summary>
    public async Task<NodeListResponse> QueryAsync(AlternatorNode node, string query, CancellationToken cancellationToken)
    {
        try
        {
            var (response, addresses) = await client!.GetNodesAsync(node.Address, node.ListedAddress, query, seeds.GetHost(node), cancellationToken).ConfigureAwait(false);
            if (response.Skipped > 0)
            {
                Log.EntrySkipped(logger, node.Name, response.Skipped, response.Example!);
            }

            return new NodeListResponse(node.Name, addresses, addresses.Count == 0 ? EmptyList : string.Empty, IsValid: true);
        }
        catch (Exception exception)
        {
            return new NodeListResponse(node.Name, [], exception is FormatException or TimeoutException ? exception.Message : FailureReason.FromException(exception), IsValid: false);
        }
    }

    private async Task<List<NodeListResponse>> RefreshTierAsync(
        int tier,
        AlternatorRoutingScope scope,
        IReadOnlyList<AlternatorNode> targets,
        bool seedsChanged,
        TaskCompletionSource firstResponse,
        CancellationToken cancellationToken)
    {
        try
        {
            var queries = ScopeQuery.CreateAll(scope, nodes.Scopes);
            var pending = client is null ? [] : targets.SelectMany(node => queries.Select(query => QueryAsync(node, query, cancellationToken))).ToList();
            if (client is null && source is null)
            {
                // Discovery is disabled: the seeds are the cluster.
                pending.Add(Task.FromResult(new NodeListResponse("the seeds", [.. nodes.Current.Seeds.Select(seed => seed.ListedAddress)], string.Empty, IsValid: true, IsAuthoritative: seedsChanged)));
            }

            if (source is not null)
            {
                pending.Add(QuerySourceAsync(scope, cancellationToken));
            }

            var responses = new List<NodeListResponse>();
            await foreach (var completed in Task.WhenEach(pending).ConfigureAwait(false))
            {
                var response = await completed.ConfigureAwait(false);
                responses.Add(response);
                if (response.Nodes.Count > 0)
                {
                    // Additions take effect at once, so that a silent seed delays nothing. Removals require all responses.
                    var probing = membership.AddAsync(tier, response.Nodes, cancellationToken);
                    if (!firstResponse.Task.IsCompleted)
                    {
                        await probing.ConfigureAwait(false);
                    }
                }

                // An empty list is a valid response: the scope may be unknown, or have no live nodes.
                if (response.IsValid)
                {
                    firstResponse.TrySetResult();
                }
            }

            cancellationToken.ThrowIfCancellationRequested();
            await membership.ReplaceAsync(tier, responses.FindAll(response => response.Nodes.Count > 0), cancellationToken).ConfigureAwait(false);
            return responses;
        }
        finally
        {
            firstResponse.TrySetResult();
        }
    }

    private async Task<NodeListResponse> QuerySourceAsync(AlternatorRoutingScope scope, CancellationToken cancellationToken)
    {
        const string name = "the node source";
        try
        {
            var addresses = await source!.GetNodesAsync(scope, cancellationToken).ConfigureAwait(false);
            return new NodeListResponse(name, addresses, addresses.Count == 0 ? EmptyList : string.Empty, IsValid: true);
        }
        catch (Exception exception)
        {
            return new NodeListResponse(name, [], exception.Message, IsValid: false);
        }
    }
}

/// <summary>Represents the response of one source to a query for nodes.</summary>
/// <param name="Source">The source: a node as <c>host:port</c>, <c>the seeds</c> or <c>the node source</c>.</param>
/// <param name="Nodes">The listed addresses, empty if there was no usable response.</param>
/// <param name="Failure">The reason why there are no addresses.</param>
/// <param name="IsValid">Whether the source responded, even if with an empty list.</param>
/// <param name="IsAuthoritative">Whether the list needs no confirmation by a second source, because it comes from the configuration.</param>
internal sealed record NodeListResponse(string Source, IReadOnlyList<Uri> Nodes, string Failure, bool IsValid, bool IsAuthoritative = false);
