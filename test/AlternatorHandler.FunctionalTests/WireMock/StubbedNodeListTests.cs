using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;

namespace AlternatorHandler.FunctionalTests.WireMock;

public sealed class StubbedNodeListTests
{
    [Test]
    public async Task Requests_are_spread_equally_over_the_listed_servers()
    {
        using var nodes = WireMockNodes.Start();
        nodes.StubAll("GetItem", Stub.Success());
        await using var client = await nodes.ConnectAsync();

        await GetItemsAsync(client, 30);

        Assert.That(client.Cluster.Nodes.Select(node => node.Address), Is.EqualTo(new[] { 0, 1, 2 }.Select(nodes.GetAddress)));
        Assert.That(nodes.CountRequests("GetItem"), Is.All.EqualTo(10));
    }

    [Test]
    public async Task A_newly_listed_server_gets_no_operation_before_a_probe_of_it_succeeds()
    {
        using var nodes = WireMockNodes.Start();
        nodes.StubAll("GetItem", Stub.Success());
        nodes.StubNodeList(Response.Create().WithBodyAsJson(WireMockNodes.Hosts.Take(2)));
        await using var client = await nodes.ConnectAsync(options => options.HealthProbe.Interval = 50.Milliseconds());
        var probe = Request.Create().WithPath("/").UsingGet();
        nodes[2].Given(probe).RespondWith(Stub.Error(500, "InternalServerError"));

        nodes.StubNodeList(Response.Create().WithBodyAsJson(WireMockNodes.Hosts));
        await client.Cluster.RefreshAsync();
        await Eventually.TrueAsync(() => nodes[2].FindLogEntries(probe).Count > 1, 10.Seconds());
        await GetItemsAsync(client, 6);
        Assert.That(nodes.GetLog(2, "GetItem"), Is.Empty);

        nodes[2].Given(probe).RespondWith(Response.Create().WithBody("healthy"));
        await GetItemsUntilReceivedAsync(client, nodes, 2);
    }

    [Test]
    public async Task A_malformed_node_list_removes_no_node()
    {
        using var nodes = WireMockNodes.Start();
        nodes.StubAll("GetItem", Stub.Success());
        await using var client = await nodes.ConnectAsync();

        nodes.StubNodeList(Response.Create().WithBodyAsJson(WireMockNodes.Hosts).WithFault(FaultType.MALFORMED_RESPONSE_CHUNK));
        Assert.That(await Failure.OfAsync(() => client.Cluster.RefreshAsync()), Is.InstanceOf<HttpRequestException>());
        await GetItemsAsync(client, 6);

        Assert.That(nodes.CountRequests("GetItem"), Is.All.EqualTo(2));
    }

    [Test]
    public async Task A_stopped_server_costs_no_request_and_is_used_again_after_its_restart()
    {
        using var nodes = WireMockNodes.Start();
        nodes.StubAll("GetItem", Stub.Success());
        await using var client = await nodes.ConnectAsync(options => options.HealthProbe.Interval = 50.Milliseconds());
        await GetItemsAsync(client, 3);

        nodes[1].Stop();
        await GetItemsAsync(client, 6);
        Assert.That(client.Cluster.Nodes[1].State, Is.EqualTo(AlternatorNodeState.Down));

        nodes.Restart(1);
        await GetItemsUntilReceivedAsync(client, nodes, 1);
    }

    private static async Task GetItemsAsync(TestClient client, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var response = await client.DynamoDB.GetItemAsync(Orders.Get("a"));
            Assert.That(response.Item["Id"].S, Is.EqualTo("a"));
        }
    }

    private static async Task GetItemsUntilReceivedAsync(TestClient client, WireMockNodes nodes, int index)
    {
        await using var load = Workers.Start(1, _ => GetItemsAsync(client, 1));
        await Eventually.TrueAsync(() => nodes.GetLog(index, "GetItem").Count > 0, 10.Seconds());
        await load.StopAsync();
        Assert.That(load.Failures, Is.Empty);
    }
}
