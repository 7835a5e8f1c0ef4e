using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace AlternatorHandler.FunctionalTests;

public sealed class SdkTableTests(SdkEngine engine) : SdkTests(engine)
{
    [Test]
    public async Task A_table_is_described_and_listed_until_it_is_deleted()
    {
        await SdkOrders.CreateAsync(DynamoDB, Table);

        var description = (await DynamoDB.DescribeTableAsync(Table)).Table;
        Assert.That(description.TableName, Is.EqualTo(Table));
        Assert.That(description.KeySchema.Select(key => (key.AttributeName, key.KeyType)), Is.EqualTo([(SdkOrders.Customer, KeyType.HASH), (SdkOrders.Number, KeyType.RANGE)]));
        Assert.That(description.GlobalSecondaryIndexes.Single().IndexName, Is.EqualTo(SdkOrders.ByState));
        Assert.That(await ListAsync(), Is.EqualTo([Table]));

        await DynamoDB.DeleteTableAsync(Table);

        // dynalite goes on showing a table for a moment that it is deleting.
        using var deadline = new CancellationTokenSource(10.Seconds());
        while ((await ListAsync()).Count > 0)
        {
            deadline.Token.ThrowIfCancellationRequested();
        }

        Assert.That(() => DynamoDB.DescribeTableAsync(Table), Throws.TypeOf<ResourceNotFoundException>());
    }

    [Test]
    public async Task Tables_are_listed_page_by_page()
    {
        var tables = Enumerable.Range(1, 5).Select(number => Table + number).ToList();
        foreach (var table in tables)
        {
            await SdkOrders.CreateAsync(DynamoDB, table);
        }

        Assert.That(await ListAsync(), Is.EqualTo(tables));
        Assert.That(Shares("ListTables"), Is.All.Positive, "pages from each node");
    }

    [Test]
    public async Task A_table_cannot_be_created_twice()
    {
        await SdkOrders.CreateAsync(DynamoDB, Table);

        Assert.That(() => SdkOrders.CreateAsync(DynamoDB, Table), Throws.TypeOf<ResourceInUseException>());
    }

    [Test]
    public void A_table_that_does_not_exist_is_not_found()
    {
        Assert.That(() => DynamoDB.GetItemAsync(Table, SdkOrders.Key("ann", 1)), Throws.TypeOf<ResourceNotFoundException>());
        Assert.That(() => DynamoDB.PutItemAsync(Table, SdkOrders.Order("ann", 1)), Throws.TypeOf<ResourceNotFoundException>());
        Assert.That(() => DynamoDB.DeleteTableAsync(Table), Throws.TypeOf<ResourceNotFoundException>());
    }

    private async Task<List<string>> ListAsync()
    {
        var names = new List<string>();
        await foreach (var name in DynamoDB.Paginators.ListTables(new ListTablesRequest { ExclusiveStartTableName = TablePrefix, Limit = 1 }).TableNames)
        {
            if (!name.StartsWith(TablePrefix, StringComparison.Ordinal))
            {
                break;
            }

            names.Add(name);
        }

        return names;
    }
}
