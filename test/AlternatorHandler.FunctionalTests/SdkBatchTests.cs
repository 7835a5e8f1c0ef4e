using Amazon.DynamoDBv2.Model;

namespace AlternatorHandler.FunctionalTests;

public sealed class SdkBatchTests(SdkEngine engine) : SdkTests(engine)
{
    private static readonly int[] Numbers = [.. Enumerable.Range(1, 25)];

    [Test]
    public async Task Twenty_five_items_are_written_and_read_in_one_batch()
    {
        await SdkOrders.CreateWithAsync(DynamoDB, Table, "ann", count: 25);

        var items = await GetAsync(Numbers);

        Assert.That(items.Select(SdkOrders.NumberOf), Is.EquivalentTo(Numbers));
        Assert.That(items.Select(item => item["Amount"].N), Is.EquivalentTo(Numbers.Select(number => $"{number * 10}")));
        Assert.That(Shares("BatchWriteItem").Sum(), Is.EqualTo(1));
        Assert.That(Shares("BatchGetItem").Sum(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_batch_puts_and_deletes()
    {
        await SdkOrders.CreateWithAsync(DynamoDB, Table, "ann", count: 10);

        await DynamoDB.BatchWriteItemAsync(new BatchWriteItemRequest
        {
            RequestItems = new()
            {
                [Table] =
                [
                    .. Numbers[..5].Select(number => new WriteRequest(new DeleteRequest(SdkOrders.Key("ann", number)))),
                    .. Numbers[10..15].Select(number => new WriteRequest(new PutRequest(SdkOrders.Order("ann", number)))),
                ],
            },
        });

        Assert.That((await GetAsync(Numbers)).Select(SdkOrders.NumberOf), Is.EquivalentTo(Numbers[5..15]));
    }

    [Test]
    public async Task A_batch_spans_tables()
    {
        var other = TablePrefix + "Other";
        await SdkOrders.CreateAsync(DynamoDB, Table);
        await SdkOrders.CreateAsync(DynamoDB, other);

        await DynamoDB.BatchWriteItemAsync(new BatchWriteItemRequest
        {
            RequestItems = new()
            {
                [Table] = [new(new PutRequest(SdkOrders.Order("ann", 1)))],
                [other] = [new(new PutRequest(SdkOrders.Order("bob", 2)))],
            },
        });
        var reply = await DynamoDB.BatchGetItemAsync(new BatchGetItemRequest
        {
            RequestItems = new()
            {
                [Table] = new() { Keys = [SdkOrders.Key("ann", 1)] },
                [other] = new() { Keys = [SdkOrders.Key("bob", 2)], ProjectionExpression = "Customer" },
            },
        });

        Assert.That(reply.Responses[Table].Single()["Amount"].N, Is.EqualTo("10"));
        Assert.That(reply.Responses[other].Single().Keys, Is.EqualTo([SdkOrders.Customer]));
    }

    private async Task<List<Dictionary<string, AttributeValue>>> GetAsync(IEnumerable<int> numbers)
    {
        var reply = await DynamoDB.BatchGetItemAsync(new BatchGetItemRequest
        {
            RequestItems = new() { [Table] = new() { Keys = [.. numbers.Select(number => SdkOrders.Key("ann", number))], ConsistentRead = true } },
        });
        Assert.That(reply.UnprocessedKeys, Is.Null.Or.Empty);
        return reply.Responses[Table];
    }
}
