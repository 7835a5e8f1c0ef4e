using AlternatorHandler.Nodes;
using AlternatorHandler.Telemetry;
using Microsoft.Extensions.Logging;

namespace AlternatorHandler.Discovery;

/// <summary>One round of discovery: asks the seeds and a few live nodes at once, and makes what they say the list of nodes.</summary>
internal sealed class NodeDiscovery(
    string clusterName,
    NodeTable nodes,
    LocalNodesClient client,
    NewNodeGate gate,
    Readiness readiness,
    AlternatorMetrics metrics,
    ILogger logger)
{
    private const int LiveNodesAsked = 3;

    /// <summary>Asks, and replaces the list.</summary>
    /// <param name="cancellationToken">Ends the round; the list stays as it is.</param>
    /// <returns>Why no node answered with a list, or <see langword="null"/> if one did.</returns>
    public async Task<string?> RefreshAsync(CancellationToken cancellationToken)
    {
        var questions = Targets().Select(node => AskAsync(node, cancellationToken)).ToList();
        var answers = new List<NodeAnswer>();
        var failures = new List<string>();
        await foreach (var question in Task.WhenEach(questions).ConfigureAwait(false))
        {
            var answer = await question.ConfigureAwait(false);
            if (answer.Nodes.Count == 0)
            {
                failures.Add($"{answer.From.Name} {answer.Failure}");
                continue;
            }

            answers.Add(answer);
            if (answers.Count == 1)
            {
                // Additions count from the first answer on, so that a silent seed delays nothing. What is gone is known when all were heard.
                await ApplyAsync(answer.Nodes.Concat(Listed()), cancellationToken).ConfigureAwait(false);
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        metrics.Refresh(clusterName, answers.Count > 0);
        if (answers.Count == 0)
        {
            var failure = string.Join(", ", failures);
            Log.DiscoveryFailed(logger, clusterName, failure, nodes.Current.All.Length);
            return failure;
        }

        await ApplyAsync(Agree(answers), cancellationToken).ConfigureAwait(false);
        return null;
    }

    private IEnumerable<Uri> Listed() => nodes.IsKnown ? nodes.Current.All.Select(node => node.Address) : [];

    private List<AlternatorNode> Targets()
    {
        var snapshot = nodes.Current;
        var usable = snapshot.Usable.ToArray();
        Random.Shared.Shuffle(usable);
        return [.. snapshot.Seeds.Union(usable.Except(snapshot.Seeds).Take(LiveNodesAsked))];
    }

    /// <summary>The union of all answers; and, if only one node says that more than half of the working nodes are gone, those as well.</summary>
    /// <remarks>A node that is cut off from its peers lists itself alone, in good faith. That a node does not answer us either is a second witness of its own.</remarks>
    private IEnumerable<Uri> Agree(List<NodeAnswer> answers)
    {
        var union = answers.SelectMany(answer => answer.Nodes).Distinct().ToList();
        if (!nodes.IsKnown)
        {
            return union;
        }

        var working = nodes.Current.Usable.Select(node => node.Address).ToList();
        var lost = working.Except(union).ToList();
        if (answers.Count > 1 || lost.Count * 2 <= working.Count)
        {
            return union;
        }

        Log.ShrunkListDoubted(logger, answers[0].From.Name, clusterName, lost.Count);
        return union.Concat(lost);
    }

    private async Task ApplyAsync(IEnumerable<Uri> addresses, CancellationToken cancellationToken)
    {
        var isFirst = !nodes.IsKnown;
        var (added, removed) = nodes.Replace(addresses, node => gate.Close(node, isLate: !isFirst));
        foreach (var node in removed)
        {
            // A seed keeps its object when it leaves the list, but what was known of its health does not hold when it returns.
            gate.Forget(node);
        }

        if (added.Count > 0 || removed.Count > 0)
        {
            Log.NodesChanged(logger, clusterName, nodes.Current.All.Length, new NodeNames(added), new NodeNames(removed));
        }

        var opening = gate.OpenAsync(added, cancellationToken);
        if (isFirst)
        {
            await opening.ConfigureAwait(false);
            readiness.Set();
        }
    }

    private async Task<NodeAnswer> AskAsync(AlternatorNode node, CancellationToken cancellationToken)
    {
        try
        {
            var (answer, addresses) = await client.AskAsync(node.Address, cancellationToken).ConfigureAwait(false);
            if (answer.Skipped > 0)
            {
                Log.EntrySkipped(logger, node.Name, answer.Skipped, answer.Example!);
            }

            return new NodeAnswer(node, addresses, addresses.Count == 0 ? "an empty list" : string.Empty);
        }
        catch (Exception exception)
        {
            return new NodeAnswer(node, [], exception is FormatException or TimeoutException ? exception.Message : FailureReason.Of(exception));
        }
    }
}
