using AlternatorHandler.Testing;
using Amazon.Runtime;
using Microsoft.Extensions.DependencyInjection;

namespace AlternatorHandler.FunctionalTests.SdkNodes;

/// <summary>Nodes of a test cluster, which check signatures and record what they are asked.</summary>
internal sealed class TestClusterNodes(AlternatorTestCluster cluster) : ISdkNodes
{
    public AlternatorTestCluster Cluster => cluster;

    public IReadOnlyList<Uri> Seeds => [cluster.Addresses[0]];

    public AWSCredentials Credentials { get; } = new BasicAWSCredentials("alternator", "secret");

    public IReadOnlyList<SdkAttempt> Attempts =>
    [
        .. cluster.Nodes.SelectMany(node => node.Requests
            .Where(request => request.Operation is not null)
            .Select(request => new SdkAttempt(node.Host, request.Operation!, request.StatusCode))),
    ];

    public static async Task<TestClusterNodes> StartAsync(Uri? backend) => new(await AlternatorTestCluster.StartAsync(options =>
    {
        options.EnforceAuthorization = true;
        options.Backend = backend;
    }));

    public void Observe(IServiceCollection client)
    {
    }

    public ValueTask DisposeAsync() => cluster.DisposeAsync();
}
