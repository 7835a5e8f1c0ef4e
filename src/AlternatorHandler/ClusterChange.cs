using AlternatorHandler.Discovery;
using AlternatorHandler.Health;
using AlternatorHandler.Nodes;
using AlternatorHandler.Options;
using AlternatorHandler.Options.Configuration;
using AlternatorHandler.Requests;
using AlternatorHandler.Routing;
using Microsoft.Extensions.Logging;

namespace AlternatorHandler;

/// <summary>Applies changed options to a running cluster, and logs those that require a restart.</summary>
internal sealed class ClusterChange(
    string clusterName,
    LiveOptions live,
    RequestServices requests,
    Router router,
    NodeBreakers breakers,
    DiscoveryLoop discovery,
    NodeTable nodes,
    TimeProvider timeProvider,
    ILogger logger)
{
    private readonly Lock _lock = new();
    private readonly AlternatorOptions _initial = live.Current;
    private string _loggedNames = string.Empty;

    /// <summary>Applies options to the requests that follow, and requests a refresh of the node list, with which seeds and scopes take effect.</summary>
    /// <param name="options">The validated options.</param>
    /// <param name="policy">The load balancing policy that the options specify.</param>
    public void Apply(AlternatorOptions options, IAlternatorLoadBalancingPolicy policy)
    {
        lock (_lock)
        {
            var previous = live.Current;
            if (options.Seeds[0].Scheme is var scheme && scheme != _initial.Seeds[0].Scheme)
            {
                Log.ChangeIgnored(logger, clusterName, $"The scheme of Seeds changed from {_initial.Seeds[0].Scheme} to {scheme}, which requires a restart.");
                return;
            }

            // The application's callback can throw here. This comes first, so that either the whole change applies or none of it.
            var changed = OptionCatalog.GetChanged(previous, options).Where(option => option.IsLive).Select(option => option.Name).ToHashSet();
            if (changed.Contains("Retry:MaxAttempts"))
            {
                requests.Failover.Change(options.Retry);
            }

            live.Replace(options);
            router.Policy = policy;
            if (HasChanged(changed, "Hedging:"))
            {
                requests.Hedging = HedgingPipeline.Create(options.Hedging, nodes, timeProvider);
            }

            if (HasChanged(changed, "CircuitBreaker:"))
            {
                breakers.Renew();
            }

            if (changed.Count > 0)
            {
                Log.OptionsChanged(logger, clusterName, new OptionNames(changed));
                discovery.RequestRefresh();
            }

            LogRestartRequired(options);
        }
    }

    private static bool HasChanged(HashSet<string> changed, string group) => changed.Any(name => name.StartsWith(group, StringComparison.Ordinal));

    private void LogRestartRequired(AlternatorOptions options)
    {
        var names = string.Join(", ", OptionCatalog.GetChanged(_initial, options).Where(option => !option.IsLive).Select(option => option.Name).Distinct());

        // Logged once: each further change of a file reports the same options again.
        if (names.Length > 0 && names != _loggedNames)
        {
            Log.ChangeNeedsRestart(logger, clusterName, names);
        }

        _loggedNames = names;
    }
}
