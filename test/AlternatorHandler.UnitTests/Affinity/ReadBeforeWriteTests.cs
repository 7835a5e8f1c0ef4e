namespace AlternatorHandler.UnitTests.Affinity;

public sealed class ReadBeforeWriteTests
{
    private const string Condition = """ "ConditionExpression":"attribute_not_exists(id)" """;

    // The operation, the members besides table and key, and whether the write reads before it writes.
    private static readonly object[][] Writes =
    [
        ["PutItem", "", false],
        ["PutItem", Condition, true],
        ["PutItem", """ "ConditionExpression":"" """, false],
        ["PutItem", """ "ConditionExpression":null """, false],
        ["PutItem", """ "Expected":{"id":{"Exists":false}} """, true],
        ["PutItem", """ "Expected":{} """, false],
        ["PutItem", """ "Expected":null """, false],
        ["PutItem", """ "ReturnValues":"NONE" """, false],
        ["PutItem", """ "ReturnValues":"ALL_OLD" """, true],
        ["PutItem", """ "ReturnValues":null,"ConditionExpression":"attribute_not_exists(id)" """, true],
        ["PutItem", """ "UpdateExpression":"SET a = :a" """, false],
        ["PutItem", """ "AttributeUpdates":{"a":{"Action":"ADD","Value":{"N":"1"}}} """, false],
        ["PutItem", """ "ExpressionAttributeValues":{":ConditionExpression":{"S":"x"}},"ReturnConsumedCapacity":"TOTAL" """, false],
        ["DeleteItem", "", false],
        ["DeleteItem", Condition, true],
        ["DeleteItem", """ "Expected":{"a":{"Value":{"N":"1"}}} """, true],
        ["DeleteItem", """ "ReturnValues":"ALL_OLD" """, true],
        ["DeleteItem", """ "ReturnValues":"NONE" """, false],
        ["UpdateItem", "", false],
        ["UpdateItem", """ "UpdateExpression":"SET a = :a" """, true],
        ["UpdateItem", """ "UpdateExpression":"" """, false],
        ["UpdateItem", Condition, true],
        ["UpdateItem", """ "Expected":{"a":{"Exists":false}} """, true],
        ["UpdateItem", """ "ReturnValues":"NONE" """, false],
        ["UpdateItem", """ "ReturnValues":"UPDATED_NEW" """, false],
        ["UpdateItem", """ "ReturnValues":"UPDATED_OLD" """, true],
        ["UpdateItem", """ "ReturnValues":"ALL_NEW" """, true],
        ["UpdateItem", """ "ReturnValues":"ALL_OLD" """, true],
        ["UpdateItem", """ "AttributeUpdates":{} """, false],
        ["UpdateItem", """ "AttributeUpdates":null """, false],
        ["UpdateItem", """ "AttributeUpdates":{},"Other":1,"Another":{"Action":"ADD"} """, false],
        ["UpdateItem", """ "AttributeUpdates":{"a":[1],"b":{"Action":"ADD"}} """, true],
        ["UpdateItem", """ "AttributeUpdates":{"a":{"Action":1}} """, false],
        ["UpdateItem", """ "AttributeUpdates":{"a":{"Value":"ADD"}} """, false],
        ["UpdateItem", """ "AttributeUpdates":{"a":{"Action":"ADD","Action":"ADD"}} """, true],
        ["UpdateItem", """ "AttributeUpdates":{"a":{"Action":"DELETE","Action":"DELETE","Value":{"SS":["x"]},"Value":{"SS":["y"]}}} """, true],
        ["UpdateItem", """ "AttributeUpdates":{"a":{"Value":{"S":"x"}}} """, false],
        ["UpdateItem", """ "AttributeUpdates":{"a":{"Action":"PUT","Value":{"S":"x"}}} """, false],
        ["UpdateItem", """ "AttributeUpdates":{"a":{"Action":"ADD","Value":{"N":"1"}}} """, true],
        ["UpdateItem", """ "AttributeUpdates":{"a":{"Action":"DELETE","Value":{"SS":["x"]}}} """, true],
        ["UpdateItem", """ "AttributeUpdates":{"a":{"Value":{"SS":["x"]},"Action":"DELETE"}} """, true],
        ["UpdateItem", """ "AttributeUpdates":{"a":{"Action":"DELETE"}} """, false],
        ["UpdateItem", """ "AttributeUpdates":{"a":{"Action":"DELETE","Value":null}} """, false],
        ["UpdateItem", """ "AttributeUpdates":{"a":{"Action":"DELETE"},"b":{"Action":"PUT","Value":{"S":"ADD"}},"c":{"Action":"ADD"}} """, true],
        ["UpdateItem", """ "AttributeUpdates":{"a":{"Action":"DELETE"},"b":{"Action":"PUT","Value":{"S":"ADD"}}} """, false],
    ];

    [TestCaseSource(nameof(Writes))]
    public void A_single_write_has_affinity_if_the_mode_includes_it(string operation, string members, bool readsFirst)
    {
        string attributes = Body.Member(operation == "PutItem" ? "Item" : "Key", """{"id":{"S":"hello"},"x":{"N":"1"}}""");
        string[] parts = [attributes, members, Body.Member("TableName", "\"orders\"")];
        foreach (string body in (string[])[Body.Object(parts), Body.Object(parts.Reverse())])
        {
            Assert.That(Scan.Hashes(operation, body, AlternatorKeyAffinityMode.None), Is.Null, $"None: {body}");
            Assert.That(Scan.Hashes(operation, body, AlternatorKeyAffinityMode.ReadModifyWrite), readsFirst ? Is.EqualTo([8815023923555918238]) : Is.Null, $"ReadModifyWrite: {body}");
            Assert.That(Scan.Hashes(operation, body, AlternatorKeyAffinityMode.AnyWrite), Is.EqualTo([8815023923555918238]), $"AnyWrite: {body}");
        }
    }

    [Test]
    public void A_batch_has_affinity_only_in_the_mode_for_any_write()
    {
        const string Batch = """{"RequestItems":{"orders":[{"PutRequest":{"Item":{"id":{"S":"hello"}}}}]}}""";
        Assert.That(Scan.Hashes("BatchWriteItem", Batch, AlternatorKeyAffinityMode.None), Is.Null);
        Assert.That(Scan.Hashes("BatchWriteItem", Batch, AlternatorKeyAffinityMode.ReadModifyWrite), Is.Null);
        Assert.That(Scan.Hashes("BatchWriteItem", Batch, AlternatorKeyAffinityMode.AnyWrite), Is.EqualTo([8815023923555918238]));
    }

    [TestCase("GetItem")]
    [TestCase("Query")]
    [TestCase("Scan")]
    [TestCase("BatchGetItem")]
    [TestCase("TransactGetItems")]
    [TestCase("TransactWriteItems")]
    [TestCase("ExecuteStatement")]
    [TestCase("BatchExecuteStatement")]
    [TestCase("CreateTable")]
    [TestCase("putitem")]
    [TestCase("")]
    public void An_operation_other_than_an_item_write_has_no_affinity(string operation)
    {
        const string Everything = """
            {"TableName":"orders","Key":{"id":{"S":"hello"}},"Item":{"id":{"S":"hello"}},"ConditionExpression":"x","RequestItems":{"orders":[{"PutRequest":{"Item":{"id":{"S":"hello"}}}}]}}
            """;
        foreach (AlternatorKeyAffinityMode mode in Enum.GetValues<AlternatorKeyAffinityMode>())
        {
            Assert.That(Scan.Hashes(operation, Everything, mode), Is.Null, $"{mode}");
        }
    }
}
