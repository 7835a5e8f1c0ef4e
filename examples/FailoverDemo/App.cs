using AlternatorHandler;
using Amazon.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FailoverDemo;

/// <summary>Registers the services of the application, as a program of your own would.</summary>
internal static class App
{
    public static IHost Build(IReadOnlyList<Uri> seeds, AWSCredentials? credentials, Action<AlternatorOptions> configure)
    {
        var builder = Host.CreateApplicationBuilder();

        // The handler logs each change of a node's state. The report shows the same changes, and log lines would disturb its table.
        builder.Logging.ClearProviders();

        builder.Services
            .AddAlternatorLoadBalancing(options =>
            {
                foreach (var seed in seeds)
                {
                    options.Seeds.Add(seed);
                }

                configure(options);
            })
            .AddDynamoDBClient(credentials);

        builder.Services.AddSingleton<Orders>();
        builder.Services.AddSingleton<Load>();
        builder.Services.AddSingleton<Timeline>();
        builder.Services.AddSingleton<NodeTraffic>();
        builder.Services.AddSingleton<NodeOverview>();
        return builder.Build();
    }
}
