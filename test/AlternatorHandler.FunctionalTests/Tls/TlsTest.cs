using System.Security.Cryptography.X509Certificates;
using AlternatorHandler.Testing;
using Amazon.Runtime;
using Microsoft.Extensions.DependencyInjection;

namespace AlternatorHandler.FunctionalTests.Tls;

/// <summary>Clusters over https, and clients that trust their authority.</summary>
internal static class TlsTest
{
    public static readonly BasicAWSCredentials SdkCredentials = new("alternator", "secret");

    public static readonly AlternatorCredentials Credentials = new("alternator", "secret");

    private const string TypedClient = "typed";

    public static Task<AlternatorTestCluster> StartAsync(Action<AlternatorTestClusterOptions>? configure = null) =>
        AlternatorTestCluster.StartAsync(options =>
        {
            options.Https = true;
            configure?.Invoke(options);
        });

    /// <summary>A client whose seed is the first node, by address.</summary>
    public static TestClient Client(AlternatorTestCluster cluster, Action<AlternatorOptions>? configure = null, AWSCredentials? credentials = null, Action<IServiceCollection>? services = null) =>
        ClientOf(cluster.HttpsAddresses[0], cluster, configure, credentials, services);

    /// <summary>A client whose seed is the first node, by the name <c>localhost</c>.</summary>
    public static TestClient ClientByName(AlternatorTestCluster cluster, Action<AlternatorOptions>? configure = null, AWSCredentials? credentials = null) =>
        ClientOf(new Uri($"https://localhost:{cluster.HttpsPort}"), cluster, configure, credentials, services: null);

    public static HttpClient Http(TestClient client) => client.Services.GetRequiredService<IHttpClientFactory>().CreateClient(TypedClient);

    /// <summary>Waits until all nodes are up, so that requests are shared evenly from the first one on.</summary>
    public static async Task AllUpAsync(AlternatorTestCluster cluster, TestClient client)
    {
        await client.Cluster.RefreshAsync();
        await Eventually.TrueAsync(
            () => client.Cluster.Nodes.Count == cluster.Nodes.Count && client.Cluster.Nodes.All(node => node.State == AlternatorNodeState.Up),
            90.Seconds());
    }

    public static X509Certificate2Collection Authorities(AlternatorTestCluster cluster) =>
        [X509CertificateLoader.LoadCertificate(cluster.CertificateAuthority.Certificate.RawDataMemory.Span)];

    public static void Present(AlternatorTestCluster cluster, Func<AlternatorTestNode, TestCertificate> certificate)
    {
        foreach (var node in cluster.Nodes)
        {
            node.Certificate = certificate(node);
        }
    }

    public static IEnumerable<RecordedRequest> Requests(AlternatorTestCluster cluster) => cluster.Nodes.SelectMany(node => node.Requests);

    public static IEnumerable<RecordedRequest> Operations(AlternatorTestCluster cluster) => Requests(cluster).Where(request => request.Operation is not null);

    private static TestClient ClientOf(Uri seed, AlternatorTestCluster cluster, Action<AlternatorOptions>? configure, AWSCredentials? credentials, Action<IServiceCollection>? services) =>
        TestClient.OfSeed(
            seed,
            options =>
            {
                options.Tls.TrustCertificateAuthorities(Authorities(cluster));

                // Cold handshakes take their time on a busy machine.
                options.Discovery.Timeout = 20.Seconds();
                configure?.Invoke(options);
            },
            collection =>
            {
                collection.AddHttpClient(TypedClient).AddAlternatorLoadBalancing();
                services?.Invoke(collection);
            },
            credentials);
}
