using AlternatorHandler.Testing.Tests.Support;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace AlternatorHandler.Testing.Tests;

public class TagTests
{
    private AlternatorTestCluster _cluster = null!;
    private AmazonDynamoDBClient _client = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _cluster = await AlternatorTestCluster.StartAsync();
        _client = SdkClient.Create(_cluster[0]);
    }

    [TearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _cluster.DisposeAsync();
    }

    [Test]
    public async Task Tags_are_added_replaced_removed_and_listed_on_every_node()
    {
        var arn = await CreateTableAsync();
        using var other = SdkClient.Create(_cluster[2]);

        await _client.TagResourceAsync(Request(arn, ("team", "blue"), ("stage", "test"), ("empty", "")));
        await _client.TagResourceAsync(Request(arn, ("team", "green")));
        await _client.UntagResourceAsync(new UntagResourceRequest { ResourceArn = arn, TagKeys = ["stage", "unknown"] });

        Assert.That(await ListAsync(other, arn), Is.EqualTo(["empty=", "team=green"]));
    }

    [Test]
    public async Task Tags_of_CreateTable_are_listed()
    {
        var arn = await CreateTableAsync(("system:write_isolation", "always"), ("team", "blue"));

        Assert.That(await ListAsync(_client, arn), Is.EqualTo(["system:write_isolation=always", "team=blue"]));
    }

    [Test]
    public async Task A_table_with_an_invalid_tag_is_not_created()
    {
        Assert.That(() => CreateTableAsync(("system:write_isolation", "dog")), Throws.InstanceOf<AmazonDynamoDBException>().With.Message.Contains("write isolation"));
        Assert.That((await _client.ListTablesAsync()).TableNames ?? [], Is.Empty);
    }

    [TestCase("", "v", "A tag Key cannot be empty")]
    [TestCase("ä", "v", "A tag Key can only contain letters, spaces, and [+-=._:/]")]
    [TestCase("k", "#", "A tag Value can only contain letters, spaces, and [+-=._:/]")]
    [TestCase("system:ttl_attribute", "v", "Tag key 'system:ttl_attribute' is reserved for internal use")]
    public async Task A_request_with_an_invalid_tag_is_rejected_as_a_whole(string key, string value, string message)
    {
        var arn = await CreateTableAsync();

        Assert.That(
            () => _client.TagResourceAsync(Request(arn, ("valid", "v"), (key, value))),
            Throws.InstanceOf<AmazonDynamoDBException>().With.Message.EqualTo(message).And.Property("ErrorCode").EqualTo("ValidationException"));
        Assert.That(await ListAsync(_client, arn), Is.Empty);
    }

    [TestCase(128, 256, null)]
    [TestCase(129, 1, "A tag Key is limited to 128 characters")]
    [TestCase(1, 257, "A tag Value is limited to 256 characters")]
    public async Task Keys_and_values_have_a_maximum_length(int key, int value, string? message)
    {
        var arn = await CreateTableAsync();
        var tag = (new string('k', key), new string('v', value));

        Assert.That(
            () => _client.TagResourceAsync(Request(arn, tag)),
            message is null ? Throws.Nothing : Throws.InstanceOf<AmazonDynamoDBException>().With.Message.EqualTo(message));
    }

    [Test]
    public async Task A_table_has_at_most_50_tags()
    {
        var arn = await CreateTableAsync();
        await _client.TagResourceAsync(Request(arn, [.. Enumerable.Range(0, 50).Select(i => ($"{i}", "v"))]));

        Assert.That(() => _client.TagResourceAsync(Request(arn, ("49", "w"))), Throws.Nothing);
        Assert.That(
            () => _client.TagResourceAsync(Request(arn, ("50", "v"))),
            Throws.InstanceOf<AmazonDynamoDBException>().With.Message.EqualTo("Number of Tags exceed the current limit for the provided ResourceArn"));
    }

    [TestCase("arn:scylla:alternator:alternator_itemsx:scylla:table/itemsx", "ResourceNotFoundException")]
    [TestCase("items", "AccessDeniedException")]
    public async Task An_ARN_that_is_not_of_a_table_is_rejected(string arn, string error)
    {
        await CreateTableAsync();

        Assert.That(
            () => _client.ListTagsOfResourceAsync(new ListTagsOfResourceRequest { ResourceArn = arn }),
            Throws.InstanceOf<AmazonDynamoDBException>().With.Property("ErrorCode").EqualTo(error));
    }

    [TestCase("TagResource", "\"Tags\":[{\"Key\":\"k\",\"Value\":\"v\"}]")]
    [TestCase("UntagResource", "\"TagKeys\":[\"k\"]")]
    public async Task The_response_to_a_change_of_tags_has_an_empty_body(string operation, string tags)
    {
        var arn = await CreateTableAsync();

        var response = await RawClient.ExchangeAsync(_cluster[0], RawClient.Post(operation, $"{{\"ResourceArn\":\"{arn}\",{tags}}}", "Connection: close"));

        Assert.That((response.StatusLine, response.Header("Content-Length"), response.Body), Is.EqualTo(("HTTP/1.1 200 OK", "0", "")));
    }

    private static TagResourceRequest Request(string arn, params (string Key, string Value)[] tags) => new() { ResourceArn = arn, Tags = ToTags(tags) };

    private static List<Tag> ToTags((string Key, string Value)[] tags) => [.. tags.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })];

    private static async Task<IEnumerable<string>> ListAsync(AmazonDynamoDBClient client, string arn) =>
        (await client.ListTagsOfResourceAsync(new ListTagsOfResourceRequest { ResourceArn = arn })).Tags?.Select(tag => $"{tag.Key}={tag.Value}") ?? [];

    private async Task<string> CreateTableAsync(params (string Key, string Value)[] tags) => (await _client.CreateTableAsync(new CreateTableRequest
    {
        TableName = "items",
        BillingMode = BillingMode.PAY_PER_REQUEST,
        KeySchema = [new("id", KeyType.HASH)],
        AttributeDefinitions = [new("id", ScalarAttributeType.S)],
        Tags = tags is [] ? null : ToTags(tags),
    })).TableDescription.TableArn;
}
