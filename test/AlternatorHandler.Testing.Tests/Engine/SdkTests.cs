using System.Net;
using AlternatorHandler.Testing.Engine;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.DataModel;
using Amazon.DynamoDBv2.DocumentModel;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace AlternatorHandler.Testing.Tests.Engine;

/// <summary>Tests the engine with the three APIs of the AWS SDK, without a network.</summary>
public class SdkTests
{
    private AmazonDynamoDBClient _client = null!;

    [SetUp]
    public async Task Connect()
    {
        _client = new AmazonDynamoDBClient(new BasicAWSCredentials("key", "secret"), new AmazonDynamoDBConfig
        {
            ServiceURL = "http://engine.test",
            HttpClientFactory = new EngineClientFactory(),
            MaxErrorRetry = 0,
        });
        await CreateTable();
    }

    [TearDown]
    public void Dispose() => _client.Dispose();

    [Test]
    public async Task The_object_API_saves_loads_queries_scans_and_deletes()
    {
        using var context = new DynamoDBContextBuilder().WithDynamoDBClient(() => _client).Build();
        for (var number = 1; number <= 5; number++)
        {
            await context.SaveAsync(new Order { Customer = "ann", Number = number, State = number % 2 == 0 ? "open" : "paid", Lines = ["x", "y"], Total = 9.95m });
        }

        var loaded = await context.LoadAsync<Order>("ann", 3);
        var late = await context.QueryAsync<Order>("ann", QueryOperator.GreaterThan, [2]).GetRemainingAsync();
        var filtered = await context.QueryAsync<Order>("ann", new QueryConfig { QueryFilter = [new ScanCondition("State", ScanOperator.Equal, "open")] }).GetRemainingAsync();
        var scanned = await context.ScanAsync<Order>([new ScanCondition("Total", ScanOperator.Between, 9m, 10m), new ScanCondition("State", ScanOperator.BeginsWith, "o")]).GetRemainingAsync();
        var indexed = await context.QueryAsync<Order>("paid", new QueryConfig { IndexName = "by-state" }).GetRemainingAsync();
        await context.DeleteAsync(loaded);

        Assert.That((loaded.State, loaded.Total, loaded.Version), Is.EqualTo(("paid", 9.95m, 0)));
        Assert.That(loaded.Lines, Is.EqualTo((string[])["x", "y"]));
        Assert.That(late.Select(static order => order.Number), Is.EqualTo((int[])[3, 4, 5]));
        Assert.That(filtered.Select(static order => order.Number), Is.EqualTo((int[])[2, 4]));
        Assert.That(scanned.Select(static order => order.Number), Is.EquivalentTo((int[])[2, 4]));
        Assert.That(indexed.Select(static order => order.Number), Is.EquivalentTo((int[])[1, 3, 5]));
        Assert.That(await context.LoadAsync<Order>("ann", 3), Is.Null);
    }

    [Test]
    public async Task The_object_API_detects_a_concurrent_change_by_the_version()
    {
        using var context = new DynamoDBContextBuilder().WithDynamoDBClient(() => _client).Build();
        await context.SaveAsync(new Order { Customer = "ann", Number = 1 });
        var first = await context.LoadAsync<Order>("ann", 1);
        var second = await context.LoadAsync<Order>("ann", 1);
        first.State = "paid";
        second.State = "void";
        await context.SaveAsync(first);

        Assert.ThrowsAsync<ConditionalCheckFailedException>(() => context.SaveAsync(second));
        Assert.ThrowsAsync<ConditionalCheckFailedException>(() => context.DeleteAsync(second));
        Assert.That((await context.LoadAsync<Order>("ann", 1)).State, Is.EqualTo("paid"));
    }

    [Test]
    public async Task The_object_API_writes_and_gets_in_batches()
    {
        using var context = new DynamoDBContextBuilder().WithDynamoDBClient(() => _client).Build();
        var write = context.CreateBatchWrite<Unversioned>();
        write.AddPutItems(Enumerable.Range(0, 60).Select(static number => new Unversioned { Customer = "bob", Number = number }));
        await write.ExecuteAsync();
        var get = context.CreateBatchGet<Unversioned>();
        get.AddKey("bob", 7);
        get.AddKey("bob", 99);
        await get.ExecuteAsync();

        Assert.That(get.Results.Select(static order => order.Number), Is.EqualTo((int[])[7]));
        Assert.That(await context.QueryAsync<Unversioned>("bob").GetRemainingAsync(), Has.Count.EqualTo(60));
    }

    [Test]
    public async Task The_document_API_works_on_a_loaded_table()
    {
#pragma warning disable CS0618 // Unlike TableBuilder, this method requests the description of the table.
        var table = Table.LoadTable(_client, "orders");
#pragma warning restore CS0618
        await table.PutItemAsync(new Document { ["customer"] = "ann", ["number"] = 1, ["state"] = "open", ["tags"] = new List<string> { "a", "b" } });

        var updated = await table.UpdateItemAsync(
            new Document { ["customer"] = "ann", ["number"] = 1, ["state"] = "paid", ["note"] = "x" },
            new UpdateItemOperationConfig { ReturnValues = Amazon.DynamoDBv2.DocumentModel.ReturnValues.AllNewAttributes, Expected = State("open") });
        var conditional = new PutItemOperationConfig { ExpectedState = new ExpectedState { ConditionalOperator = ConditionalOperatorValues.Or } };
        conditional.ExpectedState.AddExpected("state", ScanOperator.Equal, "open");
        conditional.ExpectedState.AddExpected("note", exists: false);
        var filter = new QueryFilter("customer", QueryOperator.Equal, "ann");
        filter.AddCondition("number", QueryOperator.Between, 0, 5);
        filter.AddCondition("state", QueryOperator.Equal, "paid");
        var found = await table.Query(filter).GetRemainingAsync();
        var byExpression = await table.Query(new QueryOperationConfig
        {
            KeyExpression = new Expression { ExpressionStatement = "customer = :c", ExpressionAttributeValues = { [":c"] = "ann" } },
            FilterExpression = new Expression { ExpressionStatement = "#s = :s", ExpressionAttributeNames = { ["#s"] = "state" }, ExpressionAttributeValues = { [":s"] = "paid" } },
            AttributesToGet = ["note"],
            Select = SelectValues.SpecificAttributes,
        }).GetRemainingAsync();

        Assert.That((string)updated["state"], Is.EqualTo("paid"));
        Assert.ThrowsAsync<ConditionalCheckFailedException>(() => table.PutItemAsync(new Document { ["customer"] = "ann", ["number"] = 1 }, conditional));
        Assert.That(found.Select(static document => (string)document["note"]), Is.EqualTo((string[])["x"]));
        Assert.That(byExpression.Select(static document => (string)document["note"]), Is.EqualTo((string[])["x"]));
        Assert.That(await table.Scan(new ScanFilter()).GetRemainingAsync(), Has.Count.EqualTo(1));
        Assert.That((await table.DeleteItemAsync("ann", 1, new DeleteItemOperationConfig { ReturnValues = Amazon.DynamoDBv2.DocumentModel.ReturnValues.AllOldAttributes })).Keys, Does.Contain("tags"));
    }

    [Test]
    public async Task The_SDK_throws_typed_exceptions_and_returns_the_item_of_a_failed_condition()
    {
        await _client.PutItemAsync("orders", new() { ["customer"] = new("ann"), ["number"] = new() { N = "1" } });

        var failed = Assert.ThrowsAsync<ConditionalCheckFailedException>(() => _client.PutItemAsync(new PutItemRequest
        {
            TableName = "orders",
            Item = new() { ["customer"] = new("ann"), ["number"] = new() { N = "1" } },
            ConditionExpression = "attribute_not_exists(customer)",
            ReturnValuesOnConditionCheckFailure = Amazon.DynamoDBv2.ReturnValuesOnConditionCheckFailure.ALL_OLD,
            ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL,
        }));

        Assert.That(failed.Item["number"].N, Is.EqualTo("1"));
        Assert.ThrowsAsync<ResourceNotFoundException>(() => _client.DescribeTableAsync("nope"));
        Assert.ThrowsAsync<ResourceInUseException>(CreateTable);
        Assert.That((await _client.ListTablesAsync()).TableNames, Is.EqualTo((string[])["orders"]));
        Assert.That((await _client.DescribeTableAsync("orders")).Table.GlobalSecondaryIndexes.Single().IndexStatus, Is.EqualTo(IndexStatus.ACTIVE));
    }

    private Task CreateTable() => _client.CreateTableAsync(new CreateTableRequest
    {
        TableName = "orders",
        BillingMode = BillingMode.PAY_PER_REQUEST,
        KeySchema = [new("customer", KeyType.HASH), new("number", KeyType.RANGE)],
        AttributeDefinitions = [new("customer", ScalarAttributeType.S), new("number", ScalarAttributeType.N), new("state", ScalarAttributeType.S)],
        GlobalSecondaryIndexes = [new() { IndexName = "by-state", KeySchema = [new("state", KeyType.HASH)], Projection = new() { ProjectionType = ProjectionType.ALL } }],
    });

    private static Document State(string state) => new() { ["state"] = state };

    [DynamoDBTable("orders")]
    public sealed class Order
    {
        [DynamoDBHashKey("customer")]
        public string Customer { get; set; } = "";

        [DynamoDBRangeKey("number")]
        public int Number { get; set; }

        [DynamoDBGlobalSecondaryIndexHashKey("by-state", AttributeName = "state")]
        public string State { get; set; } = "new";

        public List<string> Lines { get; set; } = [];

        public decimal Total { get; set; }

        [DynamoDBVersion]
        public int? Version { get; set; }
    }

    [DynamoDBTable("orders")]
    public sealed class Unversioned
    {
        [DynamoDBHashKey("customer")]
        public string Customer { get; set; } = "";

        [DynamoDBRangeKey("number")]
        public int Number { get; set; }
    }

    private sealed class EngineClientFactory : HttpClientFactory
    {
        private readonly InMemoryEngine _engine = new(TimeProvider.System);

        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new EngineHandler(_engine));
    }

    private sealed class EngineHandler(InMemoryEngine engine) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await request.Content!.LoadIntoBufferAsync(cancellationToken);
            return Send(request, cancellationToken);
        }

        // Table.LoadTable sends synchronously.
        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var target = request.Headers.GetValues("X-Amz-Target").Single();
            using var body = new MemoryStream();
            request.Content!.CopyTo(body, context: null, cancellationToken);
            var response = engine.Execute(target[(target.IndexOf('.', StringComparison.Ordinal) + 1)..], body.ToArray());
            var content = new ByteArrayContent(response.Body);
            content.Headers.ContentType = new("application/x-amz-json-1.0");
            return new HttpResponseMessage((HttpStatusCode)response.StatusCode) { Content = content };
        }
    }
}
