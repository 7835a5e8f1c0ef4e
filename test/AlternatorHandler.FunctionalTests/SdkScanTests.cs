using Amazon.DynamoDBv2.Model;

namespace AlternatorHandler.FunctionalTests;

public sealed class SdkScanTests(SdkEngine engine) : SdkTests(engine)
{
    private static readonly string[] Customers = [.. Enumerable.Range(1, 20).Select(number => $"customer {number}")];

    [SetUp]
    public async Task CreateTableAsync()
    {
        await SdkOrders.CreateAsync(DynamoDB, Table);
        await SdkOrders.PutAsync(DynamoDB, Table, Customers.SelectMany(customer => Enumerable.Range(1, 5).Select(number => SdkOrders.Order(customer, number))));
    }

    [Test]
    public async Task Pages_from_different_nodes_have_each_item_once()
    {
        var orders = await ScanAsync(new ScanRequest { TableName = Table, Limit = 7 });

        Assert.That(orders, Is.EquivalentTo(All()));
        Assert.That(Shares("Scan"), Is.EqualTo([5, 5, 5]));
    }

    [TestCase(1)]
    [TestCase(4)]
    [TestCase(16)]
    public async Task Segments_read_in_parallel_have_each_item_once(int segments)
    {
        var orders = await Task.WhenAll(Enumerable.Range(0, segments).Select(segment =>
            ScanAsync(new ScanRequest { TableName = Table, Segment = segment, TotalSegments = segments, Limit = 3 })));

        Assert.That(orders.SelectMany(order => order), Is.EquivalentTo(All()));
        Assert.That(Shares("Scan"), Is.All.Positive);
    }

    [Test]
    public async Task A_filter_applies_to_each_page()
    {
        var orders = await ScanAsync(new ScanRequest
        {
            TableName = Table,
            Limit = 7,
            FilterExpression = "Amount > :limit",
            ExpressionAttributeValues = new() { [":limit"] = SdkOrders.N(40) },
        });

        Assert.That(orders, Is.EquivalentTo(Customers.Select(customer => $"{customer}: 5")));
    }

    private static IEnumerable<string> All() => Customers.SelectMany(customer => Enumerable.Range(1, 5).Select(number => $"{customer}: {number}"));

    private async Task<List<string>> ScanAsync(ScanRequest request)
    {
        var orders = new List<string>();
        await foreach (var page in DynamoDB.Paginators.Scan(request).Responses)
        {
            orders.AddRange(page.Items.Select(order => $"{order[SdkOrders.Customer].S}: {SdkOrders.NumberOf(order)}"));
        }

        return orders;
    }
}
