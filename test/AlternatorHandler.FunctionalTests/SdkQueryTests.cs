using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace AlternatorHandler.FunctionalTests;

public sealed class SdkQueryTests(SdkEngine engine) : SdkTests(engine)
{
    [SetUp]
    public async Task CreateTableAsync()
    {
        await SdkOrders.CreateWithAsync(DynamoDB, Table, "ann", count: 12);
        await SdkOrders.PutAsync(DynamoDB, Table, [SdkOrders.Order("bob", 1), SdkOrders.Order("bob", 6)]);
    }

    [TestCase("= :a", "3")]
    [TestCase("< :a", "1 2")]
    [TestCase("<= :a", "1 2 3")]
    [TestCase("> :b", "11 12")]
    [TestCase(">= :b", "10 11 12")]
    [TestCase("BETWEEN :a AND :b", "3 4 5 6 7 8 9 10")]
    public async Task A_condition_on_the_sort_key_selects_and_numbers_sort_as_numbers(string condition, string expected)
    {
        var query = Query($"Customer = :customer AND #n {condition}");
        query.ExpressionAttributeNames = new() { ["#n"] = SdkOrders.Number };
        foreach (var (name, value) in new[] { (":a", 3), (":b", 10) }.Where(limit => condition.Contains(limit.Item1, StringComparison.Ordinal)))
        {
            query.ExpressionAttributeValues[name] = SdkOrders.N(value);
        }

        var reply = await DynamoDB.QueryAsync(query);

        Assert.That(string.Join(' ', reply.Items.Select(SdkOrders.NumberOf)), Is.EqualTo(expected));
    }

    [Test]
    public async Task A_query_can_go_backwards()
    {
        var query = Query("Customer = :customer");
        query.ScanIndexForward = false;
        query.Limit = 3;

        var reply = await DynamoDB.QueryAsync(query);

        Assert.That(reply.Items.Select(SdkOrders.NumberOf), Is.EqualTo([12, 11, 10]));
    }

    [Test]
    public async Task A_filter_leaves_out_what_was_read()
    {
        var reply = await DynamoDB.QueryAsync(Filtered());

        Assert.That(reply.Items.Select(SdkOrders.NumberOf), Is.EqualTo([3, 6, 9, 12]));
        Assert.That((reply.Count, reply.ScannedCount), Is.EqualTo((4, 12)));
    }

    [Test]
    public async Task A_query_can_only_count()
    {
        var query = Query("Customer = :customer");
        query.Select = Select.COUNT;

        var reply = await DynamoDB.QueryAsync(query);

        Assert.That(reply.Count, Is.EqualTo(12));
        Assert.That(reply.Items, Is.Null.Or.Empty);
    }

    [Test]
    public async Task A_query_reads_an_index()
    {
        var query = new QueryRequest
        {
            TableName = Table,
            IndexName = SdkOrders.ByState,
            KeyConditionExpression = "#s = :open",
            ExpressionAttributeNames = new() { ["#s"] = SdkOrders.State },
            ExpressionAttributeValues = new() { [":open"] = new("open") },
            Limit = 2,
        };

        var found = new List<string>();
        await foreach (var page in DynamoDB.Paginators.Query(query).Responses)
        {
            found.AddRange(page.Items.Select(order => $"{order[SdkOrders.Customer].S} {SdkOrders.NumberOf(order)}"));
        }

        Assert.That(found, Is.EquivalentTo(["ann 3", "ann 6", "bob 6", "ann 9", "ann 12"]));
        Assert.That(found[0], Is.EqualTo("ann 3"));
        Assert.That(found[^1], Is.EqualTo("ann 12"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Pages_from_different_nodes_have_each_item_once_and_in_order(bool isForward)
    {
        await SdkOrders.PutAsync(DynamoDB, Table, Enumerable.Range(1, 100).Select(number => SdkOrders.Order("eve", number)));
        var query = Query("Customer = :customer", "eve");
        query.ScanIndexForward = isForward;
        query.Limit = 7;

        var numbers = new List<int>();
        var pages = 0;
        do
        {
            var page = await DynamoDB.QueryAsync(query);
            Assert.That(page.Items, Has.Count.LessThanOrEqualTo(7));
            numbers.AddRange(page.Items.Select(SdkOrders.NumberOf));
            query.ExclusiveStartKey = page.LastEvaluatedKey;
            pages++;
        }
        while (query.ExclusiveStartKey is { Count: > 0 });

        Assert.That(numbers, Is.EqualTo(isForward ? Enumerable.Range(1, 100) : Enumerable.Range(1, 100).Reverse()));
        Assert.That(pages, Is.EqualTo(15));
        Assert.That(Shares("Query"), Is.EqualTo([5, 5, 5]));
    }

    [Test]
    public async Task Pages_may_be_empty_behind_a_filter()
    {
        var query = Filtered();
        query.Limit = 1;

        var counts = new List<int?>();
        await foreach (var page in DynamoDB.Paginators.Query(query).Responses)
        {
            counts.Add(page.Count);
        }

        // Whether an empty page follows the last item is the engine's choice.
        Assert.That(counts.Take(12), Is.EqualTo([0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1]));
        Assert.That(counts.Skip(12), Is.All.Zero);
    }

    private QueryRequest Query(string condition, string customer = "ann") => new()
    {
        TableName = Table,
        KeyConditionExpression = condition,
        ExpressionAttributeValues = new() { [":customer"] = new(customer) },
        ConsistentRead = true,
    };

    private QueryRequest Filtered()
    {
        var query = Query("Customer = :customer");
        query.FilterExpression = "#s = :open";
        query.ExpressionAttributeNames = new() { ["#s"] = SdkOrders.State };
        query.ExpressionAttributeValues[":open"] = new("open");
        return query;
    }
}
