using AlternatorHandler.Options;
using AlternatorHandler.Options.Configuration;
using AlternatorHandler.Telemetry;


namespace AlternatorHandler;

/// <summary>Applies options that changed to a cluster that runs, and says which of them it can't apply.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="live">The options that hold.</param>
/// <param name="refresh">Asks for a round of discovery, which seeds and scopes take effect with.</param>
internal sealed class ClusterChange(AlternatorCluster cluster, LiveOptions live, Action refresh)
{
    private readonly Lock _lock = new();
    private string _told = string.Empty;

    /// <summary>Gets the options of the start. What can't change holds as they say.</summary>
    public AlternatorOptions StartedWith { get; } = live.Current;

    public void Apply(AlternatorOptions options, ILoadBalancingPolicy policy)
    {
        lock (_lock)
        {
            var before = live.Current;
            if (options.Seeds[0].Scheme is var scheme && scheme != StartedWith.Seeds[0].Scheme)
            {
                Log.ChangeIgnored(cluster.Logger, cluster.Name, $"Seeds go from {StartedWith.Seeds[0].Scheme} to {scheme}, which needs a restart.");
                return;
            }

            // What may throw, because it is a user's, comes first: all holds, or nothing.
            var changed = OptionCatalog.Changed(before, options).Where(option => option.IsLive).Select(option => option.Name).ToHashSet();
            if (changed.Contains("Retry:MaxAttempts"))
            {
                cluster.Failover.Change(options.Retry);
            }

            live.Replace(options);
            cluster.Router.Policy = policy;
            if (changed.Any(name => name.StartsWith("Hedging:", StringComparison.Ordinal)))
            {
                cluster.RenewHedging();
            }

            if (changed.Any(name => name.StartsWith("CircuitBreaker:", StringComparison.Ordinal)))
            {
                RenewBreakers();
            }

            if (changed.Count > 0)
            {
                Log.OptionsChanged(cluster.Logger, cluster.Name, new OptionNames(changed));
                refresh();
            }

            TellWhatNeedsRestart(options);
        }
    }

    private void RenewBreakers()
    {
        var nodes = cluster.NodeTable.Current;
        foreach (var node in nodes.All.Union(nodes.Seeds))
        {
            node.RenewBreaker();
        }
    }

    private void TellWhatNeedsRestart(AlternatorOptions options)
    {
        var names = string.Join(", ", OptionCatalog.Changed(StartedWith, options).Where(option => !option.IsLive).Select(option => option.Name).Distinct());

        // Once: every change of a file tells all options anew.
        if (names.Length > 0 && names != _told)
        {
            Log.ChangeNeedsRestart(cluster.Logger, cluster.Name, names);
        }

        _told = names;
    }
}
