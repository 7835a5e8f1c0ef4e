using AlternatorHandler.Testing;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace AlternatorHandler.FunctionalTests;

[Parallelizable]
public sealed class SdkRetryWarningTests
{
    [TestCase(0, 0)]
    [TestCase(2, 1)]
    public async Task A_hand_made_client_that_retries_as_well_is_warned_of_once(int sdkRetries, int warnings)
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        using var log = new FakeLoggerProvider();
        await using var client = TestClient.Of(cluster, services: services => services.AddLogging(logging => logging.AddProvider(log)));
        using var handMade = new AmazonDynamoDBClient(new AnonymousAWSCredentials(), new AmazonDynamoDBConfig
        {
            ServiceURL = cluster.Addresses[0].ToString(),
            HttpClientFactory = client.Services.GetRequiredService<AlternatorHttpClientFactory>(),
            MaxErrorRetry = sdkRetries,
            MaxStaleConnectionRetries = 0,
        });
        await handMade.ListTablesAsync();
        foreach (var node in cluster.Nodes)
        {
            node.Faults.Always(Fault.Throttle());
        }

        await Failure.OfAsync(() => handMade.ListTablesAsync());
        await Failure.OfAsync(() => handMade.ListTablesAsync());

        Assert.That(log.Collector.Of("SdkAlsoRetries").Count, Is.EqualTo(warnings));
    }
}
