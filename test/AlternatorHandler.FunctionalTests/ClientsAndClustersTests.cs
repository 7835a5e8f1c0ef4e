using AlternatorHandler.Testing;
using Amazon.DynamoDBv2;
using Microsoft.Extensions.DependencyInjection;

namespace AlternatorHandler.FunctionalTests;

public sealed class ClientsAndClustersTests
{
    [Test]
    public async Task A_typed_client_and_a_named_client_and_the_SDK_reach_the_same_cluster()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = TestClient.Of(cluster, services: services =>
        {
            services.AddHttpClient<TypedClient>().AddAlternatorLoadBalancing();
            services.AddHttpClient("named").AddAlternatorLoadBalancing();
        });
        await Orders.CreateAsync(client.DynamoDB);
        await client.DynamoDB.PutItemAsync(Orders.Put("a"));

        var typed = client.Services.GetRequiredService<TypedClient>();
        var named = client.Services.GetRequiredService<IHttpClientFactory>().CreateClient("named");
        for (var i = 0; i < 6; i++)
        {
            Assert.That(await typed.GetAsync("a"), Does.Contain("\"Amount\":{\"N\":\"1\"}"));
            using var reply = await named.SendAsync(AlternatorRequest.Get("a"));
            Assert.That(await reply.Content.ReadAsStringAsync(), Does.Contain("\"Amount\":{\"N\":\"1\"}"));
        }

        Assert.That(cluster.Nodes.Select(node => node.Requests.Count(request => request.Operation == "GetItem")), Is.All.EqualTo(4));
    }

    [Test]
    public async Task All_clients_of_a_cluster_share_its_connections()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = TestClient.Of(cluster, services: services => services.AddHttpClient<TypedClient>().AddAlternatorLoadBalancing());
        await Orders.CreateAsync(client.DynamoDB);
        var typed = client.Services.GetRequiredService<TypedClient>();

        for (var i = 0; i < 30; i++)
        {
            await client.DynamoDB.GetItemAsync(Orders.Get("a"));
            await typed.GetAsync("a");
        }

        // Discovery and probes may overlap with a request, and then open another one.
        Assert.That(cluster.Nodes.Select(node => node.AcceptedConnections), Is.All.LessThanOrEqualTo(3));
    }

    [Test]
    public async Task Two_named_clusters_share_nothing()
    {
        await using var first = await AlternatorTestCluster.StartAsync(options => options.FirstHost = 1);
        await using var second = await AlternatorTestCluster.StartAsync(options => options.FirstHost = 11);
        var services = new ServiceCollection();
        services.AddAlternatorLoadBalancing("first", options => options.Seeds.Add(first.Addresses[0])).AddDynamoDBClient();
        services.AddAlternatorLoadBalancing("second", options => options.Seeds.Add(second.Addresses[0])).AddDynamoDBClient();
        services.AddHttpClient("typed").AddAlternatorLoadBalancing("second");
        await using var provider = services.BuildServiceProvider();
        await Orders.CreateAsync(provider.GetRequiredKeyedService<IAmazonDynamoDB>("first"));

        var tables = await provider.GetRequiredKeyedService<IAmazonDynamoDB>("second").ListTablesAsync();
        using var typed = await provider.GetRequiredService<IHttpClientFactory>().CreateClient("typed").SendAsync(AlternatorRequest.ListTables());
        await second[0].KillAsync();
        for (var i = 0; i < 12; i++)
        {
            await provider.GetRequiredKeyedService<IAmazonDynamoDB>("second").ListTablesAsync();
        }

        var clusters = (First: provider.GetRequiredKeyedService<IAlternatorCluster>("first"), Second: provider.GetRequiredKeyedService<IAlternatorCluster>("second"));
        Assert.That(tables.TableNames ?? [], Is.Empty);
        Assert.That(first.Nodes.SelectMany(node => node.Requests).Count(request => request.Operation == "ListTables"), Is.Zero);
        Assert.That(clusters.First.Nodes.Select(node => node.Address), Is.EquivalentTo(first.Addresses));
        Assert.That(clusters.First.Nodes.Select(node => node.State), Is.All.EqualTo(AlternatorNodeState.Up));
        Assert.That(clusters.Second.Nodes.Count(node => node.State == AlternatorNodeState.Down), Is.EqualTo(1));
        Assert.That(provider.GetService<IAlternatorCluster>(), Is.Null);
    }

    [Test]
    public async Task A_client_of_an_unregistered_cluster_throws()
    {
        var services = new ServiceCollection();
        services.AddHttpClient("orders").AddAlternatorLoadBalancing("missing");
        await using var provider = services.BuildServiceProvider();

        Assert.That(
            () => provider.GetRequiredService<IHttpClientFactory>().CreateClient("orders"),
            Throws.InvalidOperationException.With.Message.Contains("'missing'").And.Message.Contains("AddAlternatorLoadBalancing"));
    }

    [Test]
    public async Task A_primary_handler_of_the_users_is_respected_whenever_it_is_set([Values] bool isSetFirst)
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        using var own = new CountingHandler(new SocketsHttpHandler());
        await using var client = TestClient.Of(cluster, services: services =>
        {
            var builder = services.AddHttpClient("own");
            _ = isSetFirst
                ? builder.ConfigurePrimaryHttpMessageHandler(() => own).AddAlternatorLoadBalancing()
                : builder.AddAlternatorLoadBalancing().ConfigurePrimaryHttpMessageHandler(() => own);
        });

        using var reply = await client.Services.GetRequiredService<IHttpClientFactory>().CreateClient("own").SendAsync(AlternatorRequest.ListTables());

        Assert.That(own.Requests, Is.EqualTo(1));
    }

    private sealed class TypedClient(HttpClient client)
    {
        public async Task<string> GetAsync(string id)
        {
            using var reply = await client.SendAsync(AlternatorRequest.Get(id));
            return await reply.Content.ReadAsStringAsync();
        }
    }
}
