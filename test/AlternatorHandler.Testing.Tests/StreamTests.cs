using System.Text.Json.Nodes;
using AlternatorHandler.Testing.Tests.Support;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace AlternatorHandler.Testing.Tests;

public class StreamTests
{
    private static readonly HttpClient Http = new();

    private ManualTimeProvider _clock = null!;
    private AlternatorTestCluster _cluster = null!;
    private AmazonDynamoDBClient _client = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _clock = new ManualTimeProvider(new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        _cluster = await AlternatorTestCluster.StartAsync(options => options.TimeProvider = _clock);
        _client = SdkClient.Create(_cluster[0]);
    }

    [TearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _cluster.DisposeAsync();
    }

    [Test]
    public async Task A_table_with_a_stream_is_described_with_it()
    {
        var arn = await CreateTableAsync("NEW_IMAGE");

        var table = (await _client.DescribeTableAsync("items")).Table;
        var stream = (await SendAsync("DescribeStream", new() { ["StreamArn"] = arn }))["StreamDescription"]!;

        Assert.That((table.StreamSpecification.StreamEnabled, table.StreamSpecification.StreamViewType), Is.EqualTo(((bool?)true, StreamViewType.NEW_IMAGE)));
        Assert.That((table.LatestStreamArn, table.LatestStreamLabel), Is.EqualTo((arn, "2026-01-02T03:04:05.000")));
        Assert.That(
            ((string?)stream["StreamStatus"], (string?)stream["StreamViewType"], (string?)stream["TableName"], (string?)stream["StreamLabel"]),
            Is.EqualTo(("ENABLED", "NEW_IMAGE", "items", table.LatestStreamLabel)));
        Assert.That(stream["KeySchema"]!.ToJsonString(), Is.EqualTo("""[{"AttributeName":"id","KeyType":"HASH"}]"""));
        Assert.That(stream["Shards"]!.AsArray(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Changes_of_items_are_recorded_in_order_and_any_node_returns_them()
    {
        var arn = await CreateTableAsync("NEW_AND_OLD_IMAGES");
        await PutAsync("1", "a");
        await PutAsync("1", "a");
        await PutAsync("1", "b");
        await _client.DeleteItemAsync("items", Item("1"));
        await _client.DeleteItemAsync("items", Item("1"));

        var iterator = await GetIteratorAsync(arn, "TRIM_HORIZON", node: 1);
        var page = await SendAsync("GetRecords", new() { ["ShardIterator"] = iterator }, node: 2);

        Assert.That(page["Records"]!.AsArray().Select(Summarize), Is.EqualTo(["INSERT 1 -> a", "MODIFY 1 a -> b", "REMOVE 1 b ->"]));
        var record = page["Records"]![0]!;
        Assert.That(((string?)record["eventSource"], (string?)record["eventVersion"], record["userIdentity"]), Is.EqualTo(("scylladb:alternator", "1.1", (JsonNode?)null)));
        Assert.That((long)record["dynamodb"]!["ApproximateCreationDateTime"]!, Is.EqualTo(_clock.GetUtcNow().ToUnixTimeSeconds()));
    }

    [TestCase("KEYS_ONLY", "INSERT 1 ->")]
    [TestCase("NEW_IMAGE", "INSERT 1 -> a", "MODIFY 1 -> b")]
    [TestCase("OLD_IMAGE", "INSERT 1 ->", "MODIFY 1 a ->")]
    [TestCase("NEW_AND_OLD_IMAGES", "INSERT 1 -> a", "MODIFY 1 a -> b")]
    public async Task The_view_type_determines_the_images_of_a_record(string viewType, params string[] expected)
    {
        var arn = await CreateTableAsync(viewType);
        await PutAsync("1", "a");
        if (expected.Length > 1)
        {
            await PutAsync("1", "b");
        }

        Assert.That(await ReadAsync(await GetIteratorAsync(arn, "TRIM_HORIZON")), Is.EqualTo(expected));
    }

    [TestCase("TRIM_HORIZON", null, "1 2 3 4")]
    [TestCase("AT_SEQUENCE_NUMBER", 2, "2 3 4")]
    [TestCase("AFTER_SEQUENCE_NUMBER", 2, "3 4")]
    [TestCase("LATEST", null, "4")]
    public async Task The_type_of_an_iterator_determines_the_first_record(string type, int? number, string expected)
    {
        var arn = await CreateTableAsync("KEYS_ONLY");
        foreach (var id in "123")
        {
            await PutAsync($"{id}", "a");
        }

        var all = await SendAsync("GetRecords", new() { ["ShardIterator"] = await GetIteratorAsync(arn, "TRIM_HORIZON") });
        var sequenceNumber = number is { } n ? (string?)all["Records"]![n - 1]!["dynamodb"]!["SequenceNumber"] : null;
        var iterator = await GetIteratorAsync(arn, type, sequenceNumber);
        await PutAsync("4", "a");

        Assert.That((await ReadAsync(iterator)).Select(record => record.Split(' ')[1]), Is.EqualTo(expected.Split(' ')));
    }

    [Test]
    public async Task Records_are_read_in_pages()
    {
        var arn = await CreateTableAsync("KEYS_ONLY");
        foreach (var id in "12345")
        {
            await PutAsync($"{id}", "a");
        }

        var iterator = await GetIteratorAsync(arn, "TRIM_HORIZON");
        var sizes = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            var page = await SendAsync("GetRecords", new() { ["ShardIterator"] = iterator, ["Limit"] = 2 }, node: i % 3);
            sizes.Add(page["Records"]!.AsArray().Count);
            iterator = (string)page["NextShardIterator"]!;
        }

        Assert.That(sizes, Is.EqualTo([2, 2, 1, 0]));
    }

    [Test]
    public async Task A_stream_can_be_enabled_and_disabled_and_then_read_to_its_end()
    {
        await CreateTableAsync(viewType: null);
        await PutAsync("before", "a");
        var enabled = await UpdateAsync(enabled: true);
        await PutAsync("during", "a");
        var disabled = await UpdateAsync(enabled: false);
        await PutAsync("after", "a");

        var arn = enabled.LatestStreamArn;
        var first = await SendAsync("GetRecords", new() { ["ShardIterator"] = await GetIteratorAsync(arn, "TRIM_HORIZON") });
        var last = await SendAsync("GetRecords", new() { ["ShardIterator"] = (string)first["NextShardIterator"]! });
        var description = (await SendAsync("DescribeStream", new() { ["StreamArn"] = arn }))["StreamDescription"]!;

        Assert.That(enabled.StreamSpecification.StreamViewType, Is.EqualTo(StreamViewType.NEW_IMAGE));
        Assert.That(disabled.StreamSpecification, Is.Null);
        Assert.That(first["Records"]!.AsArray().Select(Summarize), Is.EqualTo(["INSERT during -> a"]));
        Assert.That((last["Records"]!.AsArray().Count, last["NextShardIterator"]), Is.EqualTo((0, (JsonNode?)null)));
        Assert.That((string?)description["StreamStatus"], Is.EqualTo("DISABLED"));
        Assert.That(
            (string?)description["Shards"]![0]!["SequenceNumberRange"]!["EndingSequenceNumber"],
            Is.EqualTo((string?)first["Records"]![0]!["dynamodb"]!["SequenceNumber"]));
    }

    [Test]
    public async Task A_stream_that_is_enabled_again_is_a_new_one()
    {
        var first = await CreateTableAsync("NEW_IMAGE");
        await PutAsync("1", "a");
        await UpdateAsync(enabled: false);

        var second = (await UpdateAsync(enabled: true)).LatestStreamArn;

        Assert.That(second, Is.Not.EqualTo(first));
        Assert.That(await ReadAsync(await GetIteratorAsync(second, "TRIM_HORIZON")), Is.Empty);
        Assert.That(await ListAsync(new()), Is.EqualTo([first, second]));
    }

    [Test]
    public async Task Streams_are_listed_by_table_and_in_pages()
    {
        await CreateTableAsync(viewType: null, "plain");
        var a = await CreateTableAsync("KEYS_ONLY", "table-a");
        var b = await CreateTableAsync("KEYS_ONLY", "table-b");

        var page = await SendAsync("ListStreams", new() { ["Limit"] = 1 });

        Assert.That(await ListAsync(new()), Is.EqualTo([a, b]));
        Assert.That(await ListAsync(new() { ["TableName"] = "table-b" }), Is.EqualTo([b]));
        Assert.That(await ListAsync(new() { ["TableName"] = "plain" }), Is.Empty);
        Assert.That((string?)page["LastEvaluatedStreamArn"], Is.EqualTo(a));
        Assert.That(await ListAsync(new() { ["ExclusiveStartStreamArn"] = a }), Is.EqualTo([b]));
    }

    [Test]
    public async Task An_expired_item_is_recorded_as_removed_by_the_service()
    {
        var arn = await CreateTableAsync("OLD_IMAGE");
        await _client.UpdateTimeToLiveAsync(new UpdateTimeToLiveRequest { TableName = "items", TimeToLiveSpecification = new() { AttributeName = "expires", Enabled = true } });
        var item = Item("1", "a");
        item["expires"] = new AttributeValue { N = $"{_clock.GetUtcNow().ToUnixTimeSeconds() + 1}" };
        await _client.PutItemAsync("items", item);
        var iterator = await GetIteratorAsync(arn, "LATEST");

        _clock.Advance(TimeSpan.FromSeconds(1));

        var record = (await SendAsync("GetRecords", new() { ["ShardIterator"] = iterator }))["Records"]!.AsArray().Single()!;
        Assert.That(Summarize(record), Is.EqualTo("REMOVE 1 a ->"));
        Assert.That(record["userIdentity"]!.ToJsonString(), Is.EqualTo("""{"Type":"Service","PrincipalId":"dynamodb.amazonaws.com"}"""));
    }

    [TestCase("DescribeStream", """{"StreamArn":"arn:none"}""", "ResourceNotFoundException Invalid StreamArn")]
    [TestCase("DescribeStream", """{"StreamArn":"ARN","Limit":0}""", "ValidationException Limit must be 1 or more")]
    [TestCase("ListStreams", """{"TableName":"none"}""", "ResourceNotFoundException Requested resource not found: Table: none not found")]
    [TestCase("GetShardIterator", """{"StreamArn":"arn:none","ShardId":"SHARD","ShardIteratorType":"LATEST"}""", "ResourceNotFoundException Invalid StreamArn")]
    [TestCase("GetShardIterator", """{"StreamArn":"ARN","ShardId":"none","ShardIteratorType":"LATEST"}""", "ResourceNotFoundException Invalid ShardId")]
    [TestCase("GetShardIterator", """{"StreamArn":"ARN","ShardId":"SHARD","ShardIteratorType":"FIRST"}""", "ValidationException Invalid ShardIteratorType: FIRST")]
    [TestCase("GetShardIterator", """{"StreamArn":"ARN","ShardId":"SHARD","ShardIteratorType":"AT_SEQUENCE_NUMBER"}""", "ValidationException Missing required parameter \"SequenceNumber\"")]
    [TestCase("GetShardIterator", """{"StreamArn":"ARN","ShardId":"SHARD","ShardIteratorType":"LATEST","SequenceNumber":"1"}""", "ValidationException Iterator of this type should not have sequence number")]
    [TestCase("GetShardIterator", """{"StreamArn":"ARN","ShardId":"SHARD","ShardIteratorType":"AT_SEQUENCE_NUMBER","SequenceNumber":"x"}""", "ValidationException Invalid SequenceNumber: x")]
    [TestCase("GetRecords", """{"ShardIterator":"none"}""", "ValidationException Invalid ShardIterator: none")]
    [TestCase("GetRecords", """{"ShardIterator":"arn:none|0"}""", "ResourceNotFoundException Invalid StreamArn")]
    [TestCase("CreateTable", """{"TableName":"other","StreamSpecification":{}}""", "ValidationException StreamSpecification needs boolean StreamEnabled")]
    [TestCase("UpdateTable", """{"TableName":"items"}""", "ValidationException UpdateTable requires one of StreamSpecification or BillingMode to be specified")]
    [TestCase("UpdateTable", """{"TableName":"items","GlobalSecondaryIndexUpdates":[]}""", "ValidationException GlobalSecondaryIndexUpdates not supported")]
    [TestCase("UpdateTable", """{"TableName":"items","StreamSpecification":{"StreamEnabled":true}}""", "ValidationException Table already has an enabled stream: TableName: items")]
    [TestCase("UpdateTable", """{"TableName":"plain","StreamSpecification":{"StreamEnabled":false}}""", "ValidationException Table has no stream to disable: TableName: plain")]
    public async Task An_invalid_request_is_rejected(string operation, string request, string error)
    {
        var arn = await CreateTableAsync("KEYS_ONLY");
        await CreateTableAsync(viewType: null, "plain");
        var json = JsonNode.Parse(request
            .Replace("ARN", arn, StringComparison.Ordinal)
            .Replace("SHARD", await GetShardAsync(arn), StringComparison.Ordinal))!.AsObject();
        if (operation == "CreateTable")
        {
            json["BillingMode"] = "PAY_PER_REQUEST";
            json["KeySchema"] = JsonNode.Parse("""[{"AttributeName":"id","KeyType":"HASH"}]""");
            json["AttributeDefinitions"] = JsonNode.Parse("""[{"AttributeName":"id","AttributeType":"S"}]""");
        }

        var response = await SendAsync(operation, json);

        Assert.That($"{((string)response["__type"]!).Split('#')[1]} {response["message"]}", Is.EqualTo(error));
    }

    [Test]
    public async Task UpdateTable_accepts_a_billing_mode_without_effect()
    {
        await CreateTableAsync(viewType: null);

        var response = await _client.UpdateTableAsync(new UpdateTableRequest { TableName = "items", BillingMode = BillingMode.PAY_PER_REQUEST });

        Assert.That(response.TableDescription.BillingModeSummary.BillingMode, Is.EqualTo(BillingMode.PAY_PER_REQUEST));
    }

    // AWSSDK.DynamoDBStreams is not referenced. Its requests differ from those of AWSSDK.DynamoDBv2 only in the prefix of the target.
    private async Task<JsonNode> SendAsync(string operation, JsonObject request, int node = 0)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, _cluster[node].Address) { Content = new StringContent(request.ToJsonString()) };
        message.Headers.Add("X-Amz-Target", $"DynamoDBStreams_20120810.{operation}");
        using var response = await Http.SendAsync(message);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    private async Task<IEnumerable<string>> ListAsync(JsonObject request) =>
        (await SendAsync("ListStreams", request))["Streams"]!.AsArray().Select(stream => (string)stream!["StreamArn"]!);

    private async Task<string> GetShardAsync(string arn) =>
        (string)(await SendAsync("DescribeStream", new() { ["StreamArn"] = arn }))["StreamDescription"]!["Shards"]![0]!["ShardId"]!;

    private async Task<string> GetIteratorAsync(string arn, string type, string? sequenceNumber = null, int node = 0)
    {
        var request = new JsonObject { ["StreamArn"] = arn, ["ShardId"] = await GetShardAsync(arn), ["ShardIteratorType"] = type };
        if (sequenceNumber is not null)
        {
            request["SequenceNumber"] = sequenceNumber;
        }

        return (string)(await SendAsync("GetShardIterator", request, node))["ShardIterator"]!;
    }

    private async Task<IEnumerable<string>> ReadAsync(string iterator) =>
        (await SendAsync("GetRecords", new() { ["ShardIterator"] = iterator }))["Records"]!.AsArray().Select(Summarize);

    // The event, the key, and the value before and after: "MODIFY 1 a -> b".
    private static string Summarize(JsonNode? record)
    {
        var change = record!["dynamodb"]!;
        return string.Join(' ', new[]
        {
            (string?)record["eventName"],
            (string?)change["Keys"]!["id"]!["S"],
            (string?)change["OldImage"]?["value"]?["S"],
            "->",
            (string?)change["NewImage"]?["value"]?["S"],
        }.OfType<string>());
    }

    private static Dictionary<string, AttributeValue> Item(string id) => new() { ["id"] = new(id) };

    private static Dictionary<string, AttributeValue> Item(string id, string value) => new() { ["id"] = new(id), ["value"] = new(value) };

    private async Task PutAsync(string id, string value) => await _client.PutItemAsync("items", Item(id, value));

    private async Task<TableDescription> UpdateAsync(bool enabled) => (await _client.UpdateTableAsync(new UpdateTableRequest
    {
        TableName = "items",
        StreamSpecification = new() { StreamEnabled = enabled, StreamViewType = enabled ? StreamViewType.NEW_IMAGE : null },
    })).TableDescription;

    private async Task<string> CreateTableAsync(string? viewType, string name = "items") => (await _client.CreateTableAsync(new CreateTableRequest
    {
        TableName = name,
        BillingMode = BillingMode.PAY_PER_REQUEST,
        KeySchema = [new("id", KeyType.HASH)],
        AttributeDefinitions = [new("id", ScalarAttributeType.S)],
        StreamSpecification = viewType is null ? null : new() { StreamEnabled = true, StreamViewType = viewType },
    })).TableDescription.LatestStreamArn;
}
