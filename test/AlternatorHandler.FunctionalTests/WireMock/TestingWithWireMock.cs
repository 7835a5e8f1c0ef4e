#region A test with WireMock.Net
using System.Net.Http.Json;
using System.Text.Json;
using AlternatorHandler;
using Microsoft.Extensions.DependencyInjection;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;
#endregion

// The code of src/docs/testing-with-wiremock.md. It is outside of the namespaces of this repository, as the code of a user is.
namespace TestingWithWireMock;

#region The client under test
public sealed class OrdersClient(HttpClient http)
{
    public async Task<string?> GetStatusAsync(string id)
    {
        var body = JsonSerializer.Serialize(new { TableName = "Orders", Key = new { Id = new { S = id } } });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent(body) };
        request.Headers.Add("X-Amz-Target", "DynamoDB_20120810.GetItem");
        using var response = await http.SendAsync(request);
        var result = await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        return result.GetProperty("Item").GetProperty("Status").GetProperty("S").GetString();
    }
}
#endregion

#region A test with WireMock.Net
public sealed class OrdersClientTests
{
    private static readonly IRequestBuilder GetItem = Request.Create().UsingPost().WithHeader("X-Amz-Target", "DynamoDB_20120810.GetItem");

    private WireMockServer _first;
    private WireMockServer _second;
    private ServiceProvider _services;

    [SetUp]
    public async Task StartNodes()
    {
        // The nodes of a cluster differ in their addresses and have the same port.
        _first = WireMockServer.Start("http://127.0.0.1:0");
        _second = WireMockServer.Start($"http://127.0.0.2:{_first.Port}");
        foreach (var node in new[] { _first, _second })
        {
            node.Given(Request.Create().WithPath("/localnodes").UsingGet()).RespondWith(Response.Create().WithBodyAsJson(new[] { "127.0.0.1", "127.0.0.2" }));
            node.Given(Request.Create().WithPath("/").UsingGet()).RespondWith(Response.Create().WithBody("healthy"));
            node.Given(GetItem).RespondWith(Response.Create().WithBody("""{"Item":{"Id":{"S":"1"},"Status":{"S":"shipped"}}}"""));
        }

        var services = new ServiceCollection();
        services.AddAlternatorLoadBalancing(options => options.Seeds.Add(new Uri($"http://127.0.0.1:{_first.Port}")));
        services.AddHttpClient<OrdersClient>().AddAlternatorLoadBalancing();
        _services = services.BuildServiceProvider();

        var cluster = _services.GetRequiredService<IAlternatorCluster>();
        await cluster.RefreshAsync();       // Discovers the second node.
        Assert.That(() => cluster.Nodes.All(node => node.State == AlternatorNodeState.Up), Is.True.After(5).Seconds.PollEvery(10).MilliSeconds);
    }

    [TearDown]
    public async Task StopNodes()
    {
        await _services.DisposeAsync();
        _first.Dispose();
        _second.Dispose();
    }

    [Test]
    public async Task A_read_that_fails_on_one_node_is_served_by_the_other()
    {
        _first.Given(GetItem).RespondWith(Response.Create().WithStatusCode(500));       // Replaces the stub above.
        var orders = _services.GetRequiredService<OrdersClient>();

        Assert.That(await orders.GetStatusAsync("1"), Is.EqualTo("shipped"));
        Assert.That(await orders.GetStatusAsync("1"), Is.EqualTo("shipped"));

        Assert.That(_first.FindLogEntries(GetItem), Is.Not.Empty);
        Assert.That(_second.FindLogEntries(GetItem), Has.Count.EqualTo(2));
    }
}
#endregion
