using AlternatorHandler.Testing.Tests.Support;
using Amazon.DynamoDBv2.Model;

namespace AlternatorHandler.Testing.Tests;

public class BackendTests
{
    private static readonly Dictionary<string, AttributeValue> Key = new() { ["id"] = new AttributeValue("1") };

    [Test]
    public async Task All_nodes_share_the_same_tables()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await Tables.CreateAsync(cluster);
        using var writer = SdkClient.Create(cluster[0]);
        using var reader = SdkClient.Create(cluster[2]);

        await writer.PutItemAsync("items", Key);

        Assert.That((await reader.GetItemAsync("items", Key)).Item.Keys, Is.EqualTo(["id"]));
    }

    [Test]
    public async Task Operations_are_forwarded_to_the_backend_with_their_signature()
    {
        await using var behind = await AlternatorTestCluster.StartAsync(options => (options.NodeCount, options.EnforceAuthorization) = (1, true));
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.Backend = behind[0].Address);
        using var client = SdkClient.Create(cluster[1]);
        await client.ListTablesAsync();
        cluster[1].Faults.Always(Fault.LostReply);

        Assert.That(() => client.ListTablesAsync(), Throws.InstanceOf<Exception>());

        var received = behind[0].Requests;
        Assert.That(received.Select(request => request.Operation), Is.All.EqualTo("ListTables").And.Length.GreaterThanOrEqualTo(2));
        Assert.That(received, Is.All.Matches<RecordedRequest>(request => request.StatusCode == 200 && request.Header("Content-Type") == "application/x-amz-json-1.0"));
        Assert.That(cluster[1].Requests[1].WasExecuted, Is.True);
    }

    [Test]
    public async Task Errors_of_the_backend_are_returned()
    {
        await using var behind = await AlternatorTestCluster.StartAsync(options => options.NodeCount = 1);
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.Backend = behind[0].Address);
        behind[0].Faults.Always(Fault.Throttle());
        using var client = SdkClient.Create(cluster[0]);

        Assert.That(() => client.PutItemAsync("items", Key), Throws.InstanceOf<ProvisionedThroughputExceededException>());
    }

    [Test]
    public async Task A_backend_that_does_not_respond_results_in_a_500()
    {
        await using var behind = await AlternatorTestCluster.StartAsync(options => options.NodeCount = 1);
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.Backend = behind[0].Address);
        await behind[0].KillAsync();

        var response = await RawClient.ExchangeAsync(cluster[0], RawClient.Post("ListTables", "{}", "Connection: close"));

        Assert.That(response.StatusLine, Is.EqualTo("HTTP/1.1 500 Internal Server Error"));
        Assert.That(response.Body, Does.Contain(behind[0].Address.ToString()));
    }

    [Test]
    public async Task A_node_stops_immediately_even_if_the_backend_hangs()
    {
        await using var behind = await AlternatorTestCluster.StartAsync(options => options.NodeCount = 1);
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.Backend = behind[0].Address);
        behind[0].Faults.Always(Fault.Hang);
        using var client = await RawClient.ConnectAsync(cluster[0]);
        await client.SendAsync(RawClient.Post("ListTables", "{}"));
        await Eventually.TrueAsync(() => behind[0].RequestCount == 1, within: 10.Seconds(), what: "the backend has the request");

        await cluster[0].KillAsync();

        Assert.That((await client.ReadToEndAsync()).WasReset, Is.True);
    }
}
