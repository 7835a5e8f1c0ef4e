using AlternatorHandler.Discovery;
using AlternatorHandler.Options;
using AlternatorHandler.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AlternatorHandler.Rigs.Simulation.Clients;

/// <summary>The handler over its cluster, as applications have them: default options, nothing left out. Only the time and the transport are simulated.</summary>
internal sealed class AlternatorClient : IClient
{
    private readonly ServiceProvider _services;
    private readonly AlternatorCluster _cluster;
    private readonly HttpMessageInvoker _invoker;
    private readonly Uri _seed;

    public AlternatorClient(World world)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(world.Clock);
        services.AddAlternatorLoadBalancing(options => Configure(options, world));
        _services = services.BuildServiceProvider();
        var options = _services.GetRequiredService<IOptionsMonitor<AlternatorOptions>>().CurrentValue;
        var parts = new ClusterComposition(new ClusterInputs(
            Microsoft.Extensions.Options.Options.DefaultName,
            options,
            new PollyConfiguration(),
            _services.GetServices<IAlternatorLoadBalancingPolicy>().Last(policy => policy.Name == options.LoadBalancingPolicy),
            _services.GetRequiredService<INameResolver>(),
            _services.GetRequiredService<AlternatorMetrics>(),
            world.Clock,
            NullLogger.Instance), world.Cluster);
        _cluster = new AlternatorCluster(parts);
        _invoker = new HttpMessageInvoker(new AlternatorRoutingHandler(parts.Requests) { InnerHandler = parts.Requests.CreateTransport() });
        _seed = world.Seeds[0];
    }

    public async Task<HttpResponseMessage> GetItemAsync()
    {
        using var request = GetItem.To(_seed);
        return await _invoker.SendAsync(request, CancellationToken.None).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        _invoker.Dispose();
        await _cluster.DisposeAsync().ConfigureAwait(false);
        await _services.DisposeAsync().ConfigureAwait(false);
    }

    private static void Configure(AlternatorOptions options, World world)
    {
        foreach (var seed in world.Seeds)
        {
            options.Seeds.Add(seed);
        }

        if (world.Cluster.Datacenters.Count > 1)
        {
            foreach (var datacenter in world.Cluster.Datacenters)
            {
                options.Scopes.Add(new AlternatorRoutingScope(datacenter));
            }
        }
    }
}
