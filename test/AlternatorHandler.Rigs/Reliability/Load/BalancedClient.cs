using AlternatorHandler.Discovery;
using AlternatorHandler.Rigs.Reliability.Faults;
using Amazon.DynamoDBv2;
using Microsoft.Extensions.DependencyInjection;

namespace AlternatorHandler.Rigs.Reliability.Load;

/// <summary>An application's services: the AWS SDK's client and a typed one over the same cluster.</summary>
internal sealed class BalancedClient : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    /// <param name="seed">The cluster's seed.</param>
    /// <param name="names">What resolves the seed's name, if it has one.</param>
    /// <param name="configure">Changes the options.</param>
    public BalancedClient(Uri seed, ScriptedNames? names = null, Action<AlternatorOptions>? configure = null)
    {
        var services = new ServiceCollection();
        if (names is not null)
        {
            services.AddSingleton<INameResolver>(names);
        }

        services
            .AddAlternatorLoadBalancing(options =>
            {
                options.Seeds.Add(seed);
                configure?.Invoke(options);
            })
            .AddDynamoDBClient();
        services.AddHttpClient<HttpOrderStore>().AddAlternatorLoadBalancing();
        _services = services.BuildServiceProvider();
        Sdk = new SdkOrderStore(_services.GetRequiredService<IAmazonDynamoDB>());
        Typed = _services.GetRequiredService<HttpOrderStore>();
    }

    public IAlternatorCluster Cluster => _services.GetRequiredService<IAlternatorCluster>();

    public IOrderStore Sdk { get; }

    public IOrderStore Typed { get; }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
