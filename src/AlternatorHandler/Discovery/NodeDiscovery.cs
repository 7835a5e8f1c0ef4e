using AlternatorHandler.Nodes;
using AlternatorHandler.Outcomes;
using AlternatorHandler.Telemetry;
using Microsoft.Extensions.Logging;

namespace AlternatorHandler.Discovery;

/// <summary>One round of discovery: asks the seeds and a few live nodes for the nodes of every tier, all at once.</summary>
internal sealed class NodeDiscovery(
    string clusterName,
    NodeTable nodes,
    SeedNames seeds,
    LocalNodesClient? client,
    NodeSourceClient? source,
    TierLists lists,
    ScopeChange scopes,
    Readiness readiness,
    AlternatorMetrics metrics,
    ILogger logger)
{
    private const int LiveNodesAsked = 3;

    // A random start, so that clients that start together do not ask the same node together.
    private uint _turn = (uint)Randomizer.Shared.Next();

    /// <summary>Gets who told or confirmed the lists in the last round that succeeded.</summary>
    public IReadOnlyList<string> Sources { get; private set; } = [];

    /// <summary>Asks, and replaces the lists.</summary>
    /// <param name="cancellationToken">Ends the round; the lists stay as they are.</param>
    /// <returns>Why no node answered with a list, or <see langword="null"/> if one did.</returns>
    public async Task<string?> RefreshAsync(CancellationToken cancellationToken)
    {
        var isNewSeeds = await seeds.ResolveAsync(cancellationToken).ConfigureAwait(false);
        scopes.Begin();
        var asked = Targets();
        var heard = nodes.Scopes.Select(_ => new TaskCompletionSource()).ToArray();
        var rounds = nodes.Scopes.Select((scope, tier) => RefreshTierAsync(tier, scope, asked, isNewSeeds, heard[tier], cancellationToken)).ToArray();

        // Each tier was told at least once: the first request need not wait for those who are silent.
        await Task.WhenAll(heard.Select(first => first.Task)).ConfigureAwait(false);
        if (nodes.IsKnown)
        {
            readiness.Set();
        }

        var answers = (await Task.WhenAll(rounds).ConfigureAwait(false)).SelectMany(answer => answer).ToList();
        cancellationToken.ThrowIfCancellationRequested();
        scopes.End();
        var isTold = answers.Exists(answer => answer.Nodes.Count > 0);
        metrics.Refresh(clusterName, isTold);
        if (isTold)
        {
            Sources = [.. answers.Where(answer => answer.Nodes.Count > 0).Select(answer => answer.From).Distinct()];
            return null;
        }

        var failure = string.Join(", ", answers.Select(answer => $"{answer.From} {answer.Failure}").Distinct());
        Log.DiscoveryFailed(logger, clusterName, failure, nodes.Current.All.Length);
        return failure;
    }

    /// <summary>Asks one node whether the lists are current still: the seeds and the live nodes by turns.</summary>
    /// <remarks>
    /// In quiet times this is all that a client costs the cluster: a thousand clients of a hundred nodes are one question a second for each node, and turns
    /// leave no node with more. Every seed has its turn, so that a client that knows a part of the cluster only finds the rest.
    /// </remarks>
    /// <returns><see langword="false"/> if it does not answer or says anything new: then all are to be asked.</returns>
    public async Task<bool> IsCurrentAsync(CancellationToken cancellationToken)
    {
        if (client is null || source is not null || !nodes.IsKnown || scopes.IsUnderWay)
        {
            return false;
        }

        await seeds.ResolveAsync(cancellationToken).ConfigureAwait(false);
        var snapshot = nodes.Current;
        AlternatorNode[] candidates = [.. snapshot.Seeds.Union(snapshot.All.Where(node => node.State != AlternatorNodeState.Down))];
        var asked = candidates[_turn++ % candidates.Length];
        foreach (var tier in snapshot.Tiers)
        {
            var answers = await Task.WhenAll(ScopeQuery.AllOf(tier.Scope, nodes.Scopes).Select(query => AskAsync(asked, query, cancellationToken))).ConfigureAwait(false);
            if (!answers.All(answer => answer.IsValid) || !answers.SelectMany(answer => answer.Nodes).ToHashSet().SetEquals(tier.All.Select(node => node.ListedAs)))
            {
                return false;
            }
        }

        metrics.Refresh(clusterName, isSuccess: true);
        Sources = [asked.Name];
        return true;
    }

    /// <summary>The seeds, and live nodes at random: no single node's view is trusted alone.</summary>
    public IReadOnlyList<AlternatorNode> Targets()
    {
        var snapshot = nodes.Current;
        var live = Array.FindAll(snapshot.All, node => node.State != AlternatorNodeState.Down && !snapshot.Seeds.Contains(node));
        Randomizer.Shared.Shuffle(live);
        return [.. snapshot.Seeds, .. live.Take(LiveNodesAsked)];
    }

    /// <summary>Asks one node for the nodes of a scope. What goes wrong is in the answer.</summary>
    public async Task<NodeAnswer> AskAsync(AlternatorNode node, string query, CancellationToken cancellationToken)
    {
        try
        {
            var (answer, addresses) = await client!.AskAsync(node.Address, node.ListedAs, query, seeds.HostOf(node), cancellationToken).ConfigureAwait(false);
            if (answer.Skipped > 0)
            {
                Log.EntrySkipped(logger, node.Name, answer.Skipped, answer.Example!);
            }

            return new NodeAnswer(node.Name, addresses, addresses.Count == 0 ? "an empty list" : string.Empty, IsValid: true);
        }
        catch (Exception exception)
        {
            return new NodeAnswer(node.Name, [], exception is FormatException or TimeoutException ? exception.Message : FailureReason.Of(exception), IsValid: false);
        }
    }

    private async Task<List<NodeAnswer>> RefreshTierAsync(int tier, RoutingScope scope, IReadOnlyList<AlternatorNode> asked, bool isNewSeeds, TaskCompletionSource heard, CancellationToken cancellationToken)
    {
        try
        {
            var queries = ScopeQuery.AllOf(scope, nodes.Scopes);
            var questions = client is null ? [] : asked.SelectMany(node => queries.Select(query => AskAsync(node, query, cancellationToken))).ToList();
            if (client is null && source is null)
            {
                // Discovery is off: the seeds are the cluster.
                questions.Add(Task.FromResult(new NodeAnswer("the seeds", [.. nodes.Current.Seeds.Select(seed => seed.ListedAs)], string.Empty, IsValid: true, IsCertain: isNewSeeds)));
            }

            if (source is not null)
            {
                questions.Add(AskSourceAsync(scope, cancellationToken));
            }

            var answers = new List<NodeAnswer>();
            await foreach (var question in Task.WhenEach(questions).ConfigureAwait(false))
            {
                var answer = await question.ConfigureAwait(false);
                answers.Add(answer);
                if (answer.Nodes.Count > 0)
                {
                    // Additions count at once, so that a silent seed delays nothing. What is gone is known when all were heard.
                    var opening = lists.AddAsync(tier, answer.Nodes, cancellationToken);
                    if (!heard.Task.IsCompleted)
                    {
                        await opening.ConfigureAwait(false);
                    }
                }

                // An empty list is an answer as well: the scope may be unknown, or have no live nodes.
                if (answer.IsValid)
                {
                    heard.TrySetResult();
                }
            }

            cancellationToken.ThrowIfCancellationRequested();
            await lists.ReplaceAsync(tier, answers.FindAll(answer => answer.Nodes.Count > 0), cancellationToken).ConfigureAwait(false);
            return answers;
        }
        finally
        {
            heard.TrySetResult();
        }
    }

    private async Task<NodeAnswer> AskSourceAsync(RoutingScope scope, CancellationToken cancellationToken)
    {
        const string name = "the node source";
        try
        {
            var addresses = await source!.AskAsync(scope, cancellationToken).ConfigureAwait(false);
            return new NodeAnswer(name, addresses, addresses.Count == 0 ? "an empty list" : string.Empty, IsValid: true);
        }
        catch (Exception exception)
        {
            return new NodeAnswer(name, [], exception.Message, IsValid: false);
        }
    }
}

/// <summary>What a node answered to the question for its peers.</summary>
/// <param name="From">Who was asked.</param>
/// <param name="Nodes">The addresses it listed, empty if there was no useful answer.</param>
/// <param name="Failure">Why there was none.</param>
/// <param name="IsValid">Whether the question was answered at all, be it with an empty list.</param>
/// <param name="IsCertain">Whether it needs no witness, because configuration says so.</param>
internal sealed record NodeAnswer(string From, IReadOnlyList<Uri> Nodes, string Failure, bool IsValid, bool IsCertain = false);
