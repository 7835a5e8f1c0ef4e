using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace AlternatorHandler.FunctionalTests;

public sealed class SdkItemTests(SdkEngine engine) : SdkTests(engine)
{
    [SetUp]
    public Task CreateTableAsync() => SdkOrders.CreateAsync(DynamoDB, Table);

    [Test]
    public async Task An_item_comes_back_from_every_node_as_it_was_put()
    {
        var order = new Dictionary<string, AttributeValue>(SdkOrders.Order("ann", 1))
        {
            ["Name"] = new("Änne \"☃\" 😀"),
            ["Price"] = new() { N = "12345678901234567890.123456789" },
            ["Photo"] = new() { B = new MemoryStream([0, 1, 254, 255]) },
            ["IsGift"] = new() { BOOL = true },
            ["Coupon"] = new() { NULL = true },
            ["Tags"] = new() { SS = ["blue", "red"] },
            ["Sizes"] = new() { NS = ["1", "2.5"] },
            ["Lines"] = new() { L = [new("pen"), SdkOrders.N(2), new() { L = [], IsLSet = true }] },
            ["Address"] = new() { M = new() { ["Street"] = new("Main"), ["Lines"] = new() { L = [new("x")] } } },
        };
        await DynamoDB.PutItemAsync(Table, order);

        for (var i = 0; i < 3; i++)
        {
            var item = (await DynamoDB.GetItemAsync(Table, SdkOrders.Key("ann", 1), consistentRead: true)).Item;

            Assert.That(item.Keys, Is.EquivalentTo(order.Keys));
            Assert.That(item["Name"].S, Is.EqualTo("Änne \"☃\" 😀"));
            Assert.That(item["Price"].N, Is.EqualTo("12345678901234567890.123456789"));
            Assert.That(item["Photo"].B.ToArray(), Is.EqualTo([0, 1, 254, 255]));
            Assert.That(item["IsGift"].BOOL, Is.True);
            Assert.That(item["Coupon"].NULL, Is.True);
            Assert.That(item["Tags"].SS, Is.EquivalentTo(["blue", "red"]));
            Assert.That(item["Sizes"].NS, Is.EquivalentTo(["1", "2.5"]));
            Assert.That(item["Lines"].L[0].S, Is.EqualTo("pen"));
            Assert.That(item["Lines"].L[1].N, Is.EqualTo("2"));
            Assert.That(item["Lines"].L[2].IsLSet, Is.True);
            Assert.That(item["Address"].M["Street"].S, Is.EqualTo("Main"));
            Assert.That(item["Address"].M["Lines"].L[0].S, Is.EqualTo("x"));
        }
    }

    [Test]
    public async Task A_missing_item_is_returned_as_no_item()
    {
        var reply = await DynamoDB.GetItemAsync(Table, SdkOrders.Key("nobody", 1));

        Assert.That(reply.IsItemSet, Is.False);
    }

    [Test]
    public async Task A_projection_returns_what_it_names()
    {
        await DynamoDB.PutItemAsync(Table, SdkOrders.Order("ann", 1));

        var reply = await DynamoDB.GetItemAsync(new GetItemRequest
        {
            TableName = Table,
            Key = SdkOrders.Key("ann", 1),
            ProjectionExpression = "#s",
            ExpressionAttributeNames = new() { ["#s"] = SdkOrders.State },
        });

        Assert.That(reply.Item.Keys, Is.EqualTo([SdkOrders.State]));
    }

    [Test]
    public async Task A_put_returns_the_item_that_it_replaces()
    {
        var put = new PutItemRequest { TableName = Table, Item = SdkOrders.Order("ann", 1), ReturnValues = ReturnValue.ALL_OLD };

        var first = await DynamoDB.PutItemAsync(put);
        put.Item["Amount"] = SdkOrders.N(99);
        var second = await DynamoDB.PutItemAsync(put);

        Assert.That(first.Attributes, Is.Null.Or.Empty);
        Assert.That(second.Attributes["Amount"].N, Is.EqualTo("10"));
    }

    [Test]
    public async Task A_delete_returns_the_item_that_it_deletes()
    {
        await DynamoDB.PutItemAsync(Table, SdkOrders.Order("ann", 1));

        var reply = await DynamoDB.DeleteItemAsync(Table, SdkOrders.Key("ann", 1), ReturnValue.ALL_OLD);

        Assert.That(reply.Attributes["Amount"].N, Is.EqualTo("10"));
        Assert.That((await DynamoDB.GetItemAsync(Table, SdkOrders.Key("ann", 1))).IsItemSet, Is.False);
    }

    [TestCase("ALL_OLD", "Amount=10 Customer=ann Number=1 State=sent")]
    [TestCase("UPDATED_OLD", "Amount=10 State=sent")]
    [TestCase("ALL_NEW", "Amount=15 Customer=ann Note=late Number=1 State=open")]
    [TestCase("UPDATED_NEW", "Amount=15 Note=late State=open")]
    [TestCase("NONE", "")]
    public async Task An_update_returns_the_requested_values(string returnValues, string expected)
    {
        await DynamoDB.PutItemAsync(Table, SdkOrders.Order("ann", 1));

        var reply = await DynamoDB.UpdateItemAsync(new UpdateItemRequest
        {
            TableName = Table,
            Key = SdkOrders.Key("ann", 1),
            UpdateExpression = "SET #s = :open, Amount = Amount + :five, Note = if_not_exists(Note, :note)",
            ExpressionAttributeNames = new() { ["#s"] = SdkOrders.State },
            ExpressionAttributeValues = new() { [":open"] = new("open"), [":five"] = SdkOrders.N(5), [":note"] = new("late") },
            ReturnValues = returnValues,
        });

        var returned = (reply.Attributes ?? []).OrderBy(attribute => attribute.Key, StringComparer.Ordinal).Select(attribute => $"{attribute.Key}={attribute.Value.S ?? attribute.Value.N}");
        Assert.That(string.Join(' ', returned), Is.EqualTo(expected));
    }

    [Test]
    public async Task An_update_adds_and_removes()
    {
        var update = new UpdateItemRequest
        {
            TableName = Table,
            Key = SdkOrders.Key("ann", 1),
            UpdateExpression = "ADD Visits :one, Tags :tag REMOVE Amount",
            ExpressionAttributeValues = new() { [":one"] = SdkOrders.N(1), [":tag"] = new() { SS = ["new"] } },
            ReturnValues = ReturnValue.ALL_NEW,
        };

        for (var visits = 1; visits <= 3; visits++)
        {
            var reply = await DynamoDB.UpdateItemAsync(update);
            Assert.That(reply.Attributes["Visits"].N, Is.EqualTo($"{visits}"));
            Assert.That(reply.Attributes["Tags"].SS, Is.EqualTo(["new"]));
        }
    }

    [Test]
    public async Task A_failed_condition_is_the_SDKs_exception_and_changes_nothing()
    {
        await DynamoDB.PutItemAsync(Table, SdkOrders.Order("ann", 1));
        var isNew = new PutItemRequest { TableName = Table, Item = SdkOrders.Order("ann", 1), ConditionExpression = "attribute_not_exists(Customer)" };
        var isRich = new UpdateItemRequest
        {
            TableName = Table,
            Key = SdkOrders.Key("ann", 1),
            UpdateExpression = "SET Amount = :zero",
            ConditionExpression = "Amount > :limit",
            ExpressionAttributeValues = new() { [":zero"] = SdkOrders.N(0), [":limit"] = SdkOrders.N(1000) },
        };
        var isOpen = new DeleteItemRequest
        {
            TableName = Table,
            Key = SdkOrders.Key("ann", 1),
            ConditionExpression = "#s = :open",
            ExpressionAttributeNames = new() { ["#s"] = SdkOrders.State },
            ExpressionAttributeValues = new() { [":open"] = new("open") },
        };
        isNew.Item["Amount"] = SdkOrders.N(0);

        Assert.That(() => DynamoDB.PutItemAsync(isNew), Throws.TypeOf<ConditionalCheckFailedException>());
        Assert.That(() => DynamoDB.UpdateItemAsync(isRich), Throws.TypeOf<ConditionalCheckFailedException>());
        Assert.That(() => DynamoDB.DeleteItemAsync(isOpen), Throws.TypeOf<ConditionalCheckFailedException>());
        Assert.That((await DynamoDB.GetItemAsync(Table, SdkOrders.Key("ann", 1))).Item["Amount"].N, Is.EqualTo("10"));
    }

    [Test]
    public async Task A_condition_that_holds_lets_the_write_through()
    {
        await DynamoDB.PutItemAsync(new PutItemRequest { TableName = Table, Item = SdkOrders.Order("ann", 1), ConditionExpression = "attribute_not_exists(Customer)" });
        await DynamoDB.DeleteItemAsync(new DeleteItemRequest
        {
            TableName = Table,
            Key = SdkOrders.Key("ann", 1),
            ConditionExpression = "Amount BETWEEN :low AND :high AND attribute_exists(Customer)",
            ExpressionAttributeValues = new() { [":low"] = SdkOrders.N(10), [":high"] = SdkOrders.N(20) },
        });

        Assert.That((await DynamoDB.GetItemAsync(Table, SdkOrders.Key("ann", 1))).IsItemSet, Is.False);
    }

    [Test]
    public async Task Of_concurrent_conditional_puts_one_succeeds()
    {
        var put = new PutItemRequest { TableName = Table, Item = SdkOrders.Order("ann", 1), ConditionExpression = "attribute_not_exists(Customer)" };

        var succeeded = await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ =>
        {
            try
            {
                await DynamoDB.PutItemAsync(put);
                return true;
            }
            catch (ConditionalCheckFailedException)
            {
                return false;
            }
        }));

        Assert.That(succeeded.Count(success => success), Is.EqualTo(1));
    }
}
