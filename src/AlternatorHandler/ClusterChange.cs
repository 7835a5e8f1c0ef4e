using AlternatorHandler.Discovery;
using AlternatorHandler.Health;
using AlternatorHandler.Options;
using AlternatorHandler.Options.Configuration;
using AlternatorHandler.Requests;
using AlternatorHandler.Routing;
using Microsoft.Extensions.Logging;

namespace AlternatorHandler;

/// <summary>Applies changed options to a running cluster, and logs which of them need a restart.</summary>
internal sealed class ClusterChange(
    string clusterName,
    LiveOptions live,
    RequestServices requests,
    Router router,
    NodeBreakers breakers,
    DiscoveryLoop discovery,
    ILogger logger)
{
    private readonly Lock _lock = new();
    private readonly AlternatorOptions _startedWith = live.Current;
    private string _logged = string.Empty;

    /// <summary>Applies options from the next request on. Seeds and scopes take effect with a refresh of the node list, which is requested.</summary>
    /// <param name="options">The options, which are valid.</param>
    /// <param name="policy">The load balancing policy that they name.</param>
    public void Apply(AlternatorOptions options, ILoadBalancingPolicy policy)
    {
        lock (_lock)
        {
            var before = live.Current;
            if (options.Seeds[0].Scheme is var scheme && scheme != _startedWith.Seeds[0].Scheme)
            {
                Log.ChangeIgnored(logger, clusterName, $"Seeds go from {_startedWith.Seeds[0].Scheme} to {scheme}, which needs a restart.");
                return;
            }

            // What may throw, because the application configures it, comes first: all of the change applies, or nothing.
            var changed = OptionCatalog.Changed(before, options).Where(option => option.IsLive).Select(option => option.Name).ToHashSet();
            if (changed.Contains("Retry:MaxAttempts"))
            {
                requests.Failover.Change(options.Retry);
            }

            live.Replace(options);
            router.Policy = policy;
            if (HasChanged(changed, "Hedging:"))
            {
                requests.Hedging.Change(options.Hedging);
            }

            if (HasChanged(changed, "CircuitBreaker:"))
            {
                breakers.Renew();
            }

            if (changed.Count > 0)
            {
                Log.OptionsChanged(logger, clusterName, new OptionNames(changed));
                discovery.Want();
            }

            LogWhatNeedsRestart(options);
        }
    }

    private static bool HasChanged(HashSet<string> changed, string group) => changed.Any(name => name.StartsWith(group, StringComparison.Ordinal));

    private void LogWhatNeedsRestart(AlternatorOptions options)
    {
        var names = string.Join(", ", OptionCatalog.Changed(_startedWith, options).Where(option => !option.IsLive).Select(option => option.Name).Distinct());

        // Once: every change of a file names all of them again.
        if (names.Length > 0 && names != _logged)
        {
            Log.ChangeNeedsRestart(logger, clusterName, names);
        }

        _logged = names;
    }
}
