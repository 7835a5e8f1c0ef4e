using AlternatorHandler.Testing;
using Amazon.DynamoDBv2.Model;

namespace AlternatorHandler.FunctionalTests.Routing;

public sealed class KeyAffinityTests
{
    [Test]
    public async Task Writes_of_a_key_go_to_one_node_whichever_client_sends_them_and_reads_go_to_all()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var first = Of(cluster, 0);
        await using var second = Of(cluster, 2);
        await Orders.CreateAsync(first.DynamoDB);

        for (var i = 0; i < 60; i++)
        {
            foreach (var client in new[] { first, second })
            {
                await client.DynamoDB.PutItemAsync(Orders.Put($"order-{i}"));
                await client.DynamoDB.UpdateItemAsync(Orders.Add($"order-{i}"));
                await client.DynamoDB.GetItemAsync(Orders.Get($"order-{i}"));
            }
        }

        for (var i = 0; i < 60; i++)
        {
            var served = cluster.Nodes.Where(node => node.Requests.Any(request => IsWriteOf(request, $"order-{i}"))).ToArray();
            Assert.That(served, Has.Length.EqualTo(1), $"order-{i}");
        }

        Assert.That(cluster.Nodes.Select(node => node.Requests.Count(request => request.Operation == "PutItem")), Is.All.GreaterThan(10));
        Assert.That(cluster.Nodes.Select(node => node.Requests.Count(request => request.Operation == "GetItem")), Is.All.GreaterThan(30));
    }

    [Test]
    public async Task A_dead_nodes_keys_move_and_no_others_and_no_operation_fails()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.NodeCount = 6);
        await using var client = Of(cluster, 0);
        await Orders.CreateAsync(client.DynamoDB);
        var before = await ChoicesAsync(cluster, client);
        var dead = cluster[3];

        await dead.KillAsync();
        var during = await ChoicesAsync(cluster, client);

        Assert.That(before.Zip(during).Where(pair => pair.First != pair.Second).Select(pair => pair.First), Is.All.EqualTo(3));
        Assert.That(during, Has.None.EqualTo(3));
    }

    [Test]
    public async Task The_partition_key_is_learned_by_one_question_and_learned_anew_when_the_table_is_another()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.EnforceAuthorization = true);
        await using var client = TestClient.Of(cluster, options =>
        {
            options.Credentials = new("alternator", "secret");
            options.KeyAffinity.Mode = AlternatorKeyAffinityMode.AnyWrite;
        });
        await Orders.CreateAsync(client.DynamoDB);

        await Workers.RunAsync(8, 100, i => client.DynamoDB.PutItemAsync(Orders.Put($"order-{i}")));
        await Eventually.TrueAsync(() => Questions(cluster) == 1, 30.Seconds());
        await AssertLearnedAsync(cluster, client);
        Assert.That(Questions(cluster), Is.EqualTo(1));

        await client.DynamoDB.DeleteTableAsync(Orders.Table);
        await Failure.OfAsync(() => client.DynamoDB.PutItemAsync(Orders.Put("a")));
        await Orders.CreateAsync(client.DynamoDB);
        await client.DynamoDB.PutItemAsync(Orders.Put("a"));
        await Eventually.TrueAsync(() => Questions(cluster) == 2, 30.Seconds());
        await AssertLearnedAsync(cluster, client);
    }

    [Test]
    public async Task A_key_that_options_name_is_not_requested()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = Of(cluster, 0);
        await Orders.CreateAsync(client.DynamoDB);

        await ChoicesAsync(cluster, client);

        Assert.That(Questions(cluster), Is.Zero);
    }

    [Test]
    public async Task A_table_that_cannot_be_described_is_requested_once_and_its_writes_are_balanced()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        cluster.Nodes.ToList().ForEach(node => node.Faults.Always(Fault.Throttle("AccessDeniedException"), operation: "DescribeTable"));
        await using var client = TestClient.Of(cluster, options => options.KeyAffinity.Mode = AlternatorKeyAffinityMode.AnyWrite);
        await Orders.CreateAsync(client.DynamoDB);
        await client.DynamoDB.PutItemAsync(Orders.Put("a"));

        // Nodes that join late, and the question while it is in flight, would have the writes shared out otherwise.
        await Eventually.TrueAsync(
            () => Questions(cluster) == 1 && client.Cluster.Nodes.Count == 3 && client.Cluster.Nodes.All(node => node is { State: AlternatorNodeState.Up, InFlight: 0 }),
            30.Seconds());
        cluster.Nodes.ToList().ForEach(node => node.ClearRequests());

        for (var i = 0; i < 90; i++)
        {
            await client.DynamoDB.PutItemAsync(Orders.Put("a"));
        }

        Assert.That(Questions(cluster), Is.Zero);
        Assert.That(cluster.Nodes.Select(node => node.Requests.Count(request => request.Operation == "PutItem")), Is.All.InRange(29, 31));
    }

    [Test]
    public async Task A_body_that_is_compressed_on_the_way_decides_as_it_was_written()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var plain = Of(cluster, 0);
        await using var compressing = TestClient.OfSeed(cluster[1].Address, options =>
        {
            options.KeyAffinity.Mode = AlternatorKeyAffinityMode.AnyWrite;
            options.KeyAffinity.PartitionKeys[Orders.Table] = "Id";
            options.RequestCompression.Enabled = true;
            options.RequestCompression.MinSizeBytes = 0;
        });
        await Orders.CreateAsync(plain.DynamoDB);
        var choices = await ChoicesAsync(cluster, plain);
        cluster.Nodes.ToList().ForEach(node => node.ClearRequests());

        for (var i = 0; i < choices.Length; i++)
        {
            var order = Orders.Put($"order-{i}");
            order.Item["Padding"] = new(new string('x', 2000));
            await compressing.DynamoDB.PutItemAsync(order);
        }

        Assert.That(cluster.Nodes.Select((node, i) => node.RequestCount), Is.EqualTo(Enumerable.Range(0, 3).Select(node => choices.Count(choice => choice == node))));
        Assert.That(cluster.Nodes.SelectMany(node => node.Requests).Select(request => request.Header("Content-Encoding")), Has.Some.EqualTo("gzip"));
    }

    [Test]
    public async Task A_batch_goes_where_most_of_its_keys_go()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = Of(cluster, 0);
        await Orders.CreateAsync(client.DynamoDB);
        var choices = await ChoicesAsync(cluster, client);
        var ofFirst = choices.Index().Where(choice => choice.Item == choices[0]).Take(5).ToArray();
        var other = choices.Index().First(choice => choice.Item != choices[0]);
        cluster.Nodes.ToList().ForEach(node => node.ClearRequests());

        await client.DynamoDB.BatchWriteItemAsync(new Dictionary<string, List<WriteRequest>>
        {
            [Orders.Table] = [.. ofFirst.Append(other).Select(choice => new WriteRequest(new PutRequest(Orders.Put($"order-{choice.Index}").Item)))],
        });

        Assert.That(cluster[choices[0]].RequestCount, Is.EqualTo(1));
    }

    private static TestClient Of(AlternatorTestCluster cluster, int seed) => TestClient.OfSeed(cluster[seed].Address, options =>
    {
        options.KeyAffinity.Mode = AlternatorKeyAffinityMode.AnyWrite;
        options.KeyAffinity.PartitionKeys[Orders.Table] = "Id";
    });

    private static bool IsWriteOf(RecordedRequest request, string id) =>
        request.Operation is "PutItem" or "UpdateItem" && System.Text.Encoding.UTF8.GetString(request.Body.Span).Contains($"\"{id}\"", StringComparison.Ordinal);

    private static int Questions(AlternatorTestCluster cluster) => cluster.Nodes.Sum(node => node.Requests.Count(request => request.Operation == "DescribeTable"));

    /// <summary>The index of the node that each of a hundred keys is written through.</summary>
    private static async Task<int[]> ChoicesAsync(AlternatorTestCluster cluster, TestClient client)
    {
        var choices = new int[100];
        for (var i = 0; i < choices.Length; i++)
        {
            cluster.Nodes.ToList().ForEach(node => node.ClearRequests());
            await client.DynamoDB.PutItemAsync(Orders.Put($"order-{i}"));
            choices[i] = cluster.Nodes.Index().Single(node => node.Item.Requests.Any(request => request.Operation == "PutItem")).Index;
        }

        return choices;
    }

    /// <summary>Waits until ten writes of one key go to one node: the key's name is known then.</summary>
    private static async Task AssertLearnedAsync(AlternatorTestCluster cluster, TestClient client)
    {
        var start = TimeProvider.System.GetTimestamp();
        int[] counts;
        do
        {
            var before = cluster.Nodes.Select(node => node.Requests.Count(request => request.Operation == "PutItem")).ToArray();
            for (var i = 0; i < 10; i++)
            {
                await client.DynamoDB.PutItemAsync(Orders.Put("same"));
            }

            counts = [.. cluster.Nodes.Select((node, i) => node.Requests.Count(request => request.Operation == "PutItem") - before[i])];
            Assert.That(TimeProvider.System.GetElapsedTime(start), Is.LessThan(5.Seconds()), string.Join(", ", counts));
        }
        while (counts.Max() != 10);
    }
}
