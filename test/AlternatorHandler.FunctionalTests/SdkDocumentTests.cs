using System.Globalization;
using Amazon.DynamoDBv2.DocumentModel;
using Amazon.DynamoDBv2.Model;

namespace AlternatorHandler.FunctionalTests;

public sealed class SdkDocumentTests(SdkEngine engine) : SdkTests(engine)
{
    private Table _orders = null!;

    [SetUp]
    public async Task CreateTableAsync()
    {
        await SdkOrders.CreateAsync(DynamoDB, Table);
        _orders = new TableBuilder(DynamoDB, Table)
            .AddHashKey(SdkOrders.Customer, DynamoDBEntryType.String)
            .AddRangeKey(SdkOrders.Number, DynamoDBEntryType.Numeric)
            .AddGlobalSecondaryIndex(SdkOrders.ByState, SdkOrders.State, DynamoDBEntryType.String, SdkOrders.Number, DynamoDBEntryType.Numeric)
            .Build();
    }

    [Test]
    public async Task A_document_is_put_got_and_deleted()
    {
        var document = Document.FromJson("""{"Customer":"ann","Number":1,"Amount":12.5,"Gift":true,"Nothing":null,"Lines":[{"Article":"pen","Count":2},"ink"]}""");
        document["Tags"] = new List<string> { "blue", "red" };
        document["Photo"] = new byte[] { 0, 255 };

        await _orders.PutItemAsync(document);
        var got = await _orders.GetItemAsync("ann", 1);
        await _orders.DeleteItemAsync("ann", 1);

        Assert.That(got.Keys, Is.EquivalentTo(document.Keys));
        Assert.That(got["Amount"].AsDecimal(), Is.EqualTo(12.5m));
        Assert.That(got["Gift"].AsBoolean(), Is.True);
        Assert.That(got["Nothing"], Is.TypeOf<DynamoDBNull>());
        Assert.That(got["Lines"].AsListOfDynamoDBEntry()[0].AsDocument()["Article"].AsString(), Is.EqualTo("pen"));
        Assert.That(got["Tags"].AsListOfString(), Is.EquivalentTo(["blue", "red"]));
        Assert.That(got["Photo"].AsByteArray(), Is.EqualTo([0, 255]));
        Assert.That(await _orders.GetItemAsync("ann", 1), Is.Null);
    }

    [Test]
    public async Task A_table_can_be_loaded_by_its_name()
    {
#pragma warning disable CS0618 // Obsolete, and in use everywhere.
        var loaded = Amazon.DynamoDBv2.DocumentModel.Table.LoadTable(DynamoDB, Table);
#pragma warning restore CS0618

        Assert.That(loaded.HashKeys, Is.EqualTo([SdkOrders.Customer]));
        Assert.That(loaded.RangeKeys, Is.EqualTo([SdkOrders.Number]));
        Assert.That(loaded.GlobalSecondaryIndexes.Keys, Is.EqualTo([SdkOrders.ByState]));

        await loaded.PutItemAsync(Order(1));

        Assert.That((await loaded.GetItemAsync("ann", 1))["Amount"].AsInt(), Is.EqualTo(10));
    }

    [Test]
    public async Task An_update_changes_what_the_document_has()
    {
        await _orders.PutItemAsync(Order(1));
        var change = new Document { ["Customer"] = "ann", ["Number"] = 1, ["Amount"] = 99, ["State"] = "open" };

        var updated = await _orders.UpdateItemAsync(change, new UpdateItemOperationConfig { ReturnValues = ReturnValues.AllNewAttributes });

        Assert.That(updated["Amount"].AsInt(), Is.EqualTo(99));
        Assert.That(updated["Note"].AsString(), Is.EqualTo("order 1"));
        Assert.That((await _orders.GetItemAsync("ann", 1)).ToJson(), Is.EqualTo(updated.ToJson()));
    }

    [Test]
    public async Task A_put_returns_the_document_that_it_replaces()
    {
        await _orders.PutItemAsync(Order(1));

        var old = await _orders.PutItemAsync(new Document { ["Customer"] = "ann", ["Number"] = 1 }, new PutItemOperationConfig { ReturnValues = ReturnValues.AllOldAttributes });

        Assert.That(old["Note"].AsString(), Is.EqualTo("order 1"));
    }

    [Test]
    public async Task A_condition_can_be_an_expression_or_the_expected_state()
    {
        await _orders.PutItemAsync(Order(1));
        var change = new Document { ["Customer"] = "ann", ["Number"] = 1, ["Amount"] = 0 };
        var expression = new UpdateItemOperationConfig
        {
            ConditionalExpression = new Expression { ExpressionStatement = "Amount > :limit", ExpressionAttributeValues = { [":limit"] = 1000 } },
        };
        var expected = new UpdateItemOperationConfig { ExpectedState = new ExpectedState() };

        // Not as the shorter Expected, of which dynalite only checks that the attribute exists.
        expected.ExpectedState.AddExpected("Amount", ScanOperator.Equal, 11);

        Assert.That(() => _orders.UpdateItemAsync(change, expression), Throws.TypeOf<ConditionalCheckFailedException>());
        Assert.That(() => _orders.UpdateItemAsync(change, expected), Throws.TypeOf<ConditionalCheckFailedException>());
        expression.ConditionalExpression.ExpressionAttributeValues[":limit"] = 1;
        await _orders.UpdateItemAsync(change, expression);

        Assert.That((await _orders.GetItemAsync("ann", 1))["Amount"].AsInt(), Is.Zero);
    }

    [Test]
    public async Task A_query_takes_a_filter_or_an_expression()
    {
        await WriteAsync(20);
        var filter = new QueryFilter(SdkOrders.Customer, QueryOperator.Equal, "ann");
        filter.AddCondition(SdkOrders.Number, QueryOperator.GreaterThan, 18);
        var expression = new QueryOperationConfig
        {
            KeyExpression = new Expression { ExpressionStatement = "Customer = :c", ExpressionAttributeValues = { [":c"] = "ann" } },
            FilterExpression = new Expression { ExpressionStatement = "Amount BETWEEN :low AND :high", ExpressionAttributeValues = { [":low"] = 30, [":high"] = 50 } },
            BackwardSearch = true,
        };
        var index = new QueryOperationConfig { IndexName = SdkOrders.ByState, Filter = new QueryFilter(SdkOrders.State, QueryOperator.Equal, "open"), Limit = 3 };

        Assert.That(Numbers(await _orders.Query(filter).GetRemainingAsync()), Is.EqualTo([19, 20]));
        Assert.That(Numbers(await _orders.Query("ann", new QueryFilter(SdkOrders.Number, QueryOperator.LessThan, 3)).GetRemainingAsync()), Is.EqualTo([1, 2]));
        Assert.That(Numbers(await _orders.Query(expression).GetRemainingAsync()), Is.EqualTo([5, 4, 3]));
        Assert.That(Numbers(await _orders.Query(index).GetRemainingAsync()), Is.EqualTo([3, 6, 9, 12, 15, 18]));
    }

    [Test]
    public async Task Pages_of_a_query_have_each_document_once_and_in_order()
    {
        await WriteAsync(40);

        var search = _orders.Query(new QueryOperationConfig { Filter = new QueryFilter(SdkOrders.Customer, QueryOperator.Equal, "ann"), Limit = 3 });

        Assert.That(await PagesAsync(search, limit: 3), Is.EqualTo(Enumerable.Range(1, 40)));
        Assert.That(Shares("Query"), Is.All.GreaterThanOrEqualTo(4));
    }

    [Test]
    public async Task A_search_continues_from_its_token()
    {
        await WriteAsync(10);
        var config = new QueryOperationConfig { Filter = new QueryFilter(SdkOrders.Customer, QueryOperator.Equal, "ann"), Limit = 4, CollectResults = false };
        var first = _orders.Query(config);
        await first.GetNextSetAsync();
        config.PaginationToken = first.PaginationToken;

        var second = await _orders.Query(config).GetNextSetAsync();

        Assert.That(Numbers(second), Is.EqualTo([5, 6, 7, 8]));
    }

    [Test]
    public async Task Segments_of_a_scan_have_each_document_once()
    {
        await WriteAsync(40);

        var segments = await Task.WhenAll(Enumerable.Range(0, 4).Select(segment =>
            PagesAsync(_orders.Scan(new ScanOperationConfig { Segment = segment, TotalSegments = 4, Limit = 3 }), limit: 3)));

        Assert.That(segments.SelectMany(numbers => numbers), Is.EquivalentTo(Enumerable.Range(1, 40)));
    }

    [Test]
    public async Task A_scan_takes_a_filter()
    {
        await WriteAsync(20);
        var filter = new ScanFilter();
        filter.AddCondition("Note", ScanOperator.BeginsWith, "order 1");
        filter.AddCondition("Amount", ScanOperator.In, 10, 20, 190);

        Assert.That(Numbers(await _orders.Scan(filter).GetRemainingAsync()), Is.EquivalentTo([1, 19]));
    }

    [Test]
    public async Task Batches_are_written_and_read()
    {
        await WriteAsync(30);

        var read = _orders.CreateBatchGet();
        Enumerable.Range(1, 35).ToList().ForEach(number => read.AddKey("ann", number));
        await read.ExecuteAsync();

        Assert.That(Numbers(read.Results), Is.EquivalentTo(Enumerable.Range(1, 30)));
    }

    private static Document Order(int number) => new()
    {
        ["Customer"] = "ann",
        ["Number"] = number,
        ["State"] = number % 3 == 0 ? "open" : "sent",
        ["Amount"] = number * 10,
        ["Note"] = string.Create(CultureInfo.InvariantCulture, $"order {number}"),
    };

    private static IEnumerable<int> Numbers(IEnumerable<Document> orders) => orders.Select(order => order[SdkOrders.Number].AsInt());

    private static async Task<List<int>> PagesAsync(ISearch search, int limit)
    {
        var numbers = new List<int>();
        while (!search.IsDone)
        {
            var page = await search.GetNextSetAsync();
            Assert.That(page, Has.Count.LessThanOrEqualTo(limit));
            numbers.AddRange(Numbers(page));
        }

        return numbers;
    }

    private async Task WriteAsync(int count)
    {
        var write = _orders.CreateBatchWrite();
        Enumerable.Range(1, count).ToList().ForEach(number => write.AddDocumentToPut(Order(number)));
        await write.ExecuteAsync();
    }
}
