using Amazon.DynamoDBv2.DataModel;
using Amazon.DynamoDBv2.DocumentModel;
using Amazon.DynamoDBv2.Model;

namespace AlternatorHandler.FunctionalTests;

public sealed class SdkContextTests(SdkEngine engine) : SdkTests(engine)
{
    private DynamoDBContext _context = null!;

    [SetUp]
    public async Task CreateTableAsync()
    {
        await SdkOrders.CreateAsync(DynamoDB, Table);
        _context = Context();
    }

    [TearDown]
    public void DisposeContext() => _context.Dispose();

    [Test]
    public async Task An_object_is_saved_loaded_and_deleted()
    {
        var order = new SdkOrder
        {
            Customer = "ann",
            Number = 1,
            Amount = 12.34m,
            PlacedAt = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc),
            Tags = ["blue", "red"],
            Lines = [new() { Article = "pen", Count = 2 }, new() { Article = "ink", Count = 1 }],
            Note = "Grüße",
        };

        await _context.SaveAsync(order);
        var loaded = await _context.LoadAsync<SdkOrder>("ann", 1);
        await _context.DeleteAsync(loaded);

        Assert.That(loaded, Is.Not.SameAs(order));
        Assert.That(loaded.Amount, Is.EqualTo(12.34m));
        Assert.That(loaded.PlacedAt.ToUniversalTime(), Is.EqualTo(order.PlacedAt));
        Assert.That(loaded.Tags, Is.EquivalentTo(["blue", "red"]));
        Assert.That(loaded.Lines!.Select(line => (line.Article, line.Count)), Is.EqualTo([("pen", 2), ("ink", 1)]));
        Assert.That(loaded.Note, Is.EqualTo("Grüße"));
        Assert.That(await _context.LoadAsync<SdkOrder>("ann", 1), Is.Null);
    }

    [Test]
    public async Task An_object_that_changed_meanwhile_is_not_overwritten()
    {
        await _context.SaveAsync(new SdkOrder { Customer = "ann", Number = 1 });
        var mine = await _context.LoadAsync<SdkOrder>("ann", 1);
        var theirs = await _context.LoadAsync<SdkOrder>("ann", 1);
        theirs.Amount = 1;
        mine.Amount = 2;

        await _context.SaveAsync(theirs);

        Assert.That(() => _context.SaveAsync(mine), Throws.TypeOf<ConditionalCheckFailedException>());
        Assert.That(() => _context.DeleteAsync(mine), Throws.TypeOf<ConditionalCheckFailedException>());
        Assert.That(() => _context.SaveAsync(new SdkOrder { Customer = "ann", Number = 1 }), Throws.TypeOf<ConditionalCheckFailedException>());
        var stored = await _context.LoadAsync<SdkOrder>("ann", 1);
        Assert.That((stored.Amount, stored.Version), Is.EqualTo((1m, 1)));
    }

    [Test]
    public async Task A_property_set_to_null_is_removed()
    {
        var order = new SdkOrder { Customer = "ann", Number = 1, Note = "soon gone" };
        await _context.SaveAsync(order);
        order.Note = null;

        await _context.SaveAsync(order);

        Assert.That((await DynamoDB.GetItemAsync(Table, SdkOrders.Key("ann", 1))).Item.Keys, Has.None.EqualTo("Remark"));
    }

    [Test]
    public async Task A_query_reads_a_range_of_a_partition()
    {
        await WriteAsync(30);

        var all = await _context.QueryAsync<SdkOrder>("ann").GetRemainingAsync();
        var some = await _context.QueryAsync<SdkOrder>("ann", QueryOperator.Between, [9, 11]).GetRemainingAsync();
        var filtered = await _context.QueryAsync<SdkOrder>(
            "ann", new QueryConfig { QueryFilter = [new ScanCondition(nameof(SdkOrder.Amount), ScanOperator.GreaterThan, 280m)] }).GetRemainingAsync();
        var backwards = await _context.QueryAsync<SdkOrder>("ann", QueryOperator.LessThan, [3], new QueryConfig { BackwardQuery = true }).GetRemainingAsync();

        Assert.That(all.Select(order => order.Number), Is.EqualTo(Enumerable.Range(1, 30)));
        Assert.That(some.Select(order => order.Number), Is.EqualTo([9, 10, 11]));
        Assert.That(filtered.Select(order => order.Number), Is.EqualTo([29, 30]));
        Assert.That(backwards.Select(order => order.Number), Is.EqualTo([2, 1]));
    }

    [Test]
    public async Task A_query_reads_an_index()
    {
        await WriteAsync(9);

        var open = await _context.QueryAsync<SdkOrder>("open", new QueryConfig { IndexName = SdkOrders.ByState }).GetRemainingAsync();

        Assert.That(open.Select(order => order.Number), Is.EqualTo([3, 6, 9]));
    }

    [Test]
    public async Task Pages_of_a_query_have_each_object_once_and_in_order()
    {
        await WriteAsync(50);
        var search = _context.FromQueryAsync<SdkOrder>(new QueryOperationConfig { Filter = new QueryFilter(SdkOrders.Customer, QueryOperator.Equal, "ann"), Limit = 4 });

        var numbers = new List<int>();
        while (!search.IsDone)
        {
            numbers.AddRange((await search.GetNextSetAsync()).Select(order => order.Number));
        }

        Assert.That(numbers, Is.EqualTo(Enumerable.Range(1, 50)));
        Assert.That(Shares("Query"), Is.All.GreaterThanOrEqualTo(4));
    }

    [Test]
    public async Task A_scan_finds_what_meets_its_conditions()
    {
        await WriteAsync(30);
        await _context.SaveAsync(new SdkOrder { Customer = "bob", Number = 1, Amount = 1000 });

        var all = await _context.ScanAsync<SdkOrder>([]).GetRemainingAsync();
        var large = await _context.ScanAsync<SdkOrder>([new ScanCondition(nameof(SdkOrder.Amount), ScanOperator.GreaterThanOrEqual, 300m)]).GetRemainingAsync();

        Assert.That(all, Has.Count.EqualTo(31));
        Assert.That(large.Select(order => (order.Customer, order.Number)), Is.EquivalentTo([("ann", 30), ("bob", 1)]));
    }

    [Test]
    public async Task Pages_of_a_scan_have_each_object_once()
    {
        await WriteAsync(50);
        var search = _context.FromScanAsync<SdkOrder>(new ScanOperationConfig { Limit = 4 });

        var numbers = new List<int>();
        while (!search.IsDone)
        {
            numbers.AddRange((await search.GetNextSetAsync()).Select(order => order.Number));
        }

        Assert.That(numbers, Is.EquivalentTo(Enumerable.Range(1, 50)));
        Assert.That(Shares("Scan"), Is.All.GreaterThanOrEqualTo(4));
    }

    [Test]
    public async Task Batches_of_any_size_are_written_read_and_deleted()
    {
        await WriteAsync(60);

        var read = _context.CreateBatchGet<SdkOrder>();
        Enumerable.Range(1, 60).ToList().ForEach(number => read.AddKey("ann", number));
        await read.ExecuteAsync();
        var delete = CreateBatchWrite();
        delete.AddDeleteItems(read.Results.Where(order => order.Number > 2));
        await delete.ExecuteAsync();

        Assert.That(read.Results.Select(order => order.Number), Is.EquivalentTo(Enumerable.Range(1, 60)));
        Assert.That((await _context.QueryAsync<SdkOrder>("ann").GetRemainingAsync()).Select(order => order.Number), Is.EqualTo([1, 2]));
    }

    [Test]
    public async Task One_call_can_name_another_table()
    {
        var other = TablePrefix + "Other";
        await SdkOrders.CreateAsync(DynamoDB, other);

        await _context.SaveAsync(new SdkOrder { Customer = "ann", Number = 1 }, new SaveConfig { OverrideTableName = "Other" });

        Assert.That(await _context.LoadAsync<SdkOrder>("ann", 1), Is.Null);
        Assert.That(await _context.LoadAsync<SdkOrder>("ann", 1, new LoadConfig { OverrideTableName = "Other" }), Is.Not.Null);
    }

    [Test]
    public async Task A_context_that_may_not_describe_the_table_uses_the_attributes()
    {
        var described = Shares("DescribeTable").Sum();
        using var context = Context(config => config.DisableFetchingTableMetadata = true);

        await context.SaveAsync(new SdkOrder { Customer = "ann", Number = 1, State = "open" });
        var open = await context.QueryAsync<SdkOrder>("open", new QueryConfig { IndexName = SdkOrders.ByState }).GetRemainingAsync();

        Assert.That(open.Single().Number, Is.EqualTo(1));
        Assert.That(Shares("DescribeTable").Sum(), Is.EqualTo(described));
    }

    private DynamoDBContext Context(Action<DynamoDBContextConfig>? configure = null) => new DynamoDBContextBuilder()
        .WithDynamoDBClient(() => DynamoDB)
        .ConfigureContext(config =>
        {
            config.TableNamePrefix = TablePrefix;
            configure?.Invoke(config);
        })
        .Build();

    // The SDK refuses to write versioned objects in batches unless it is told to forget the versions.
    private IBatchWrite<SdkOrder> CreateBatchWrite() => _context.CreateBatchWrite<SdkOrder>(new BatchWriteConfig { SkipVersionCheck = true });

    private async Task WriteAsync(int count)
    {
        var write = CreateBatchWrite();
        write.AddPutItems(Enumerable.Range(1, count).Select(number => new SdkOrder
        {
            Customer = "ann",
            Number = number,
            State = number % 3 == 0 ? "open" : "sent",
            Amount = number * 10,
        }));
        await write.ExecuteAsync();
    }
}
