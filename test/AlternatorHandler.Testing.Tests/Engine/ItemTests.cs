using System.Text.Json.Nodes;

namespace AlternatorHandler.Testing.Tests.Engine;

public class ItemTests
{
    [Test]
    public void Every_type_of_value_is_returned_as_it_was_stored()
    {
        var engine = EngineFixture.WithTables();
        const string Attributes = """
            'S':{'S':'Grüße 😀 <&+'},'E':{'S':''},'N':{'N':'1.50e1'},'B':{'B':'AAEC'},'T':{'BOOL':true},'F':{'BOOL':false},'Z':{'NULL':true},'L':{'L':[{'L':[]},{'M':{}}]},'M':{'M':{'x':{'S':'y'}}},'SS':{'SS':['b','a']},'NS':{'NS':['1.0','2']},'BS':{'BS':['AA==']}
            """;

        engine.Put(Attributes);

        var item = JsonNode.Parse(engine.Item()!.Replace('\'', '"'));
        var stored = JsonNode.Parse($"{{{Attributes}}}".Replace('\'', '"'));
        Assert.That(JsonNode.DeepEquals(item, stored), Is.True, () => item!.ToJsonString());
    }

    [TestCase(32, true)]
    [TestCase(200, false)]
    public void Items_can_be_nested_32_levels_deep_and_deeper_ones_are_rejected(int levels, bool isAccepted)
    {
        var engine = EngineFixture.WithTables();
        var nested = string.Concat(Enumerable.Repeat("{'L':[", levels)) + "{'N':'1'}" + string.Concat(Enumerable.Repeat("]}", levels));

        var (status, body) = engine.Send("PutItem", $"{{'TableName':'hash','Item':{{'p':{{'S':'k'}},'a':{nested}}}}}");

        Assert.That(status, Is.EqualTo(isAccepted ? 200 : 400));
        Assert.That((string?)body["message"], isAccepted ? Is.Null : Does.StartWith("Parsing JSON failed: "));
        Assert.That(engine.Item(), isAccepted ? Is.EqualTo($"{{'a':{nested}}}") : Is.Null);
    }

    [Test]
    public void A_put_replaces_the_item_and_returns_the_old_one_if_requested()
    {
        var engine = EngineFixture.WithTables();
        engine.Put("'a':{'N':'1'}");

        var response = engine.Ok("PutItem", "{'TableName':'hash','Item':{'p':{'S':'k'},'b':{'N':'2'}},'ReturnValues':'ALL_OLD'}");

        Assert.That(EngineFixture.Text(response), Is.EqualTo("{'Attributes':{'p':{'S':'k'},'a':{'N':'1'}}}"));
        Assert.That(engine.Item(), Is.EqualTo("{'b':{'N':'2'}}"));
    }

    [Test]
    public void A_delete_returns_the_old_item_if_requested()
    {
        var engine = EngineFixture.WithTables();
        engine.Put("'a':{'N':'1'}");
        const string Delete = "{'TableName':'hash','Key':{'p':{'S':'k'}},'ReturnValues':'ALL_OLD'}";

        Assert.That(EngineFixture.Text(engine.Ok("DeleteItem", Delete)), Is.EqualTo("{'Attributes':{'p':{'S':'k'},'a':{'N':'1'}}}"));
        Assert.That(EngineFixture.Text(engine.Ok("DeleteItem", Delete)), Is.EqualTo("{}"));
        Assert.That(engine.Item(), Is.Null);
    }

    [Test]
    public void A_delete_succeeds_only_if_its_condition_is_satisfied()
    {
        var engine = EngineFixture.WithTables();
        engine.Put("'a':{'N':'1'}");

        var error = engine.Error("DeleteItem", "{'TableName':'hash','Key':{'p':{'S':'k'}},'ConditionExpression':'a = :v','ExpressionAttributeValues':{':v':{'N':'2'}}}");

        Assert.That(error, Is.EqualTo("ConditionalCheckFailedException: The conditional request failed"));
        Assert.That(engine.Item(), Is.Not.Null);
    }

    [TestCase("a", "{'a':{'N':'1'}}")]
    [TestCase("a, missing", "{'a':{'N':'1'}}")]
    [TestCase("m.x", "{'m':{'M':{'x':{'N':'1'}}}}")]
    [TestCase("m.x, m.y.z", "{'m':{'M':{'x':{'N':'1'},'y':{'M':{'z':{'N':'3'}}}}}}")]
    [TestCase("l[2], l[0]", "{'l':{'L':[{'N':'10'},{'N':'12'}]}}")]
    [TestCase("l[9]", "{}")]
    [TestCase("m.l[0]", "{}")]
    public void A_projection_keeps_the_structure_of_the_selected_values(string projection, string item)
    {
        var engine = EngineFixture.WithTables();
        engine.Put("'a':{'N':'1'},'m':{'M':{'x':{'N':'1'},'y':{'M':{'z':{'N':'3'}}}}},'l':{'L':[{'N':'10'},{'N':'11'},{'N':'12'}]}");

        var response = engine.Ok("GetItem", $"{{'TableName':'hash','Key':{{'p':{{'S':'k'}}}},'ProjectionExpression':'{projection}'}}");

        Assert.That(EngineFixture.Text(response["Item"]), Is.EqualTo(item));
    }

    [Test]
    public void AttributesToGet_selects_attributes()
    {
        var engine = EngineFixture.WithTables();
        engine.Put("'a':{'N':'1'},'b.c':{'N':'2'}");

        var response = engine.Ok("GetItem", "{'TableName':'hash','Key':{'p':{'S':'k'}},'AttributesToGet':['b.c']}");

        Assert.That(EngineFixture.Text(response["Item"]), Is.EqualTo("{'b.c':{'N':'2'}}"));
    }

    [TestCase("{'p':{'S':'k'}}", "does not match the schema")]
    [TestCase("{'p':{'S':'k'},'r':{'S':'1'}}", "does not match the schema")]
    [TestCase("{'p':{'S':'k'},'r':{'N':'1'},'x':{'N':'1'}}", "does not match the schema")]
    [TestCase("{'p':{'S':''},'r':{'N':'1'}}", "cannot contain an empty string value. Key: p")]
    [TestCase("{}", "does not match the schema")]
    public void A_key_that_does_not_match_the_schema_is_rejected(string key, string reason)
    {
        var engine = EngineFixture.WithTables();

        Assert.That(engine.Error("GetItem", $"{{'TableName':'range','Key':{key}}}"), Does.StartWith("ValidationException: ").And.Contains(reason));
    }

    [TestCase("'p':{'S':'k'}", "Missing the key r in the item")]
    [TestCase("'p':{'N':'1'},'r':{'N':'1'}", "Type mismatch for key p expected: S actual: N")]
    [TestCase("'p':{'S':''},'r':{'N':'1'}", "cannot contain an empty string value. Key: p")]
    [TestCase("'p':{'S':'k'},'r':{'N':'1'},'x':{'N':'one'}", "cannot be converted to a numeric value: one")]
    [TestCase("'p':{'S':'k'},'r':{'N':'1'},'x':{'N':' 1'}", "cannot be converted to a numeric value")]
    [TestCase("'p':{'S':'k'},'r':{'N':'1'},'x':{'N':'.'}", "cannot be converted to a numeric value")]
    [TestCase("'p':{'S':'k'},'r':{'N':'1'},'x':{'N':'1e'}", "cannot be converted to a numeric value")]
    [TestCase("'p':{'S':'k'},'r':{'N':'1'},'x':{'N':'1e126'}", "Number overflow")]
    [TestCase("'p':{'S':'k'},'r':{'N':'1'},'x':{'N':'1e-131'}", "Number underflow")]
    [TestCase("'p':{'S':'k'},'r':{'N':'1'},'x':{'N':'123456789012345678901234567890123456789'}", "more than 38 significant digits")]
    [TestCase("'p':{'S':'k'},'r':{'N':'1'},'x':{'N':1}", "Expected a string")]
    [TestCase("'p':{'S':'k'},'r':{'N':'1'},'x':{'SS':[]}", "may not be empty")]
    [TestCase("'p':{'S':'k'},'r':{'N':'1'},'x':{'NS':['1','1.0']}", "contains duplicates")]
    [TestCase("'p':{'S':'k'},'r':{'N':'1'},'x':{'B':'?'}", "Invalid base64")]
    [TestCase("'p':{'S':'k'},'r':{'N':'1'},'x':{'Q':'1'}", "unknown type 'Q'")]
    [TestCase("'p':{'S':'k'},'r':{'N':'1'},'x':{}", "Supplied AttributeValue is empty")]
    [TestCase("'p':{'S':'k'},'r':{'N':'1'},'x':{'S':'1','N':'1'}", "more than one datatypes")]
    [TestCase("'p':{'S':'k'},'r':{'N':'1'},'x':'1'", "must be an object")]
    [TestCase("'p':{'S':'k'},'r':{'N':'1'},'x':{'S':'\\ud800'}", "surrogate")]
    public void An_invalid_item_is_rejected(string attributes, string reason)
    {
        var engine = EngineFixture.WithTables();

        Assert.That(engine.Error("PutItem", $"{{'TableName':'range','Item':{{{attributes}}}}}"), Does.StartWith("ValidationException: ").And.Contains(reason));
    }

    [Test]
    public void Number_hash_keys_are_compared_by_text_and_number_range_keys_by_value()
    {
        var engine = EngineFixture.WithTables();
        engine.Ok("CreateTable", """
            {'TableName':'numbers','BillingMode':'PAY_PER_REQUEST','KeySchema':[{'AttributeName':'p','KeyType':'HASH'}],
             'AttributeDefinitions':[{'AttributeName':'p','AttributeType':'N'}]}
            """);
        foreach (var text in (string[])["1", "01", "+1", "1.0", "1e0", "10e-1", "0.1e1", "10"])
        {
            engine.Ok("PutItem", $"{{'TableName':'numbers','Item':{{'p':{{'N':'{text}'}}}}}}");
            engine.Ok("PutItem", $"{{'TableName':'range','Item':{{'p':{{'S':'k'}},'r':{{'N':'{text}'}}}}}}");
        }

        Assert.That((int)engine.Ok("Scan", "{'TableName':'numbers'}")["Count"]!, Is.EqualTo(3));
        Assert.That((int)engine.Ok("Scan", "{'TableName':'range'}")["Count"]!, Is.EqualTo(2));
    }

    [Test]
    public void A_batch_reads_and_writes_several_tables()
    {
        var engine = EngineFixture.WithTables();
        engine.Put("'old':{'BOOL':true}");

        var written = engine.Ok("BatchWriteItem", """
            {'RequestItems':{
              'hash':[{'PutRequest':{'Item':{'p':{'S':'a'},'x':{'N':'1'}}}},{'DeleteRequest':{'Key':{'p':{'S':'k'}}}}],
              'range':[{'PutRequest':{'Item':{'p':{'S':'a'},'r':{'N':'1'},'x':{'N':'2'}}}}]}}
            """);
        var read = engine.Ok("BatchGetItem", """
            {'RequestItems':{
              'hash':{'Keys':[{'p':{'S':'a'}},{'p':{'S':'k'}}],'ProjectionExpression':'#x','ExpressionAttributeNames':{'#x':'x'}},
              'range':{'Keys':[{'p':{'S':'a'},'r':{'N':'1.0'}}],'ConsistentRead':true}}}
            """);

        Assert.That(EngineFixture.Text(written), Is.EqualTo("{'UnprocessedItems':{}}"));
        Assert.That(
            EngineFixture.Text(read),
            Is.EqualTo("{'Responses':{'hash':[{'x':{'N':'1'}}],'range':[{'p':{'S':'a'},'r':{'N':'1'},'x':{'N':'2'}}]},'UnprocessedKeys':{}}"));
    }

    [TestCase("BatchWriteItem", "{'RequestItems':{'hash':[{'PutRequest':{'Item':{'p':{'S':'a'}}}},{'DeleteRequest':{'Key':{'p':{'S':'a'}}}}]}}", "contains duplicates")]
    [TestCase("BatchWriteItem", "{'RequestItems':{'hash':[{'PutRequest':{'Item':{'p':{'S':'a'}}}},{'PutRequest':{'Item':{'p':{'N':'1'}}}}]}}", "Type mismatch for key p")]
    [TestCase("BatchWriteItem", "{'RequestItems':{'hash':[{'PutRequest':{'Item':{'p':{'S':'a'}}}},{}]}}", "either a PutRequest or a DeleteRequest")]
    [TestCase("BatchWriteItem", "{'RequestItems':{'hash':[{'PutRequest':{'Item':{'p':{'S':'a'}}}}],'nope':[]}}", "Table: nope not found")]
    [TestCase("BatchWriteItem", "{'RequestItems':{}}", "got 0 items")]
    [TestCase("BatchGetItem", "{'RequestItems':{'hash':{'Keys':[{'p':{'S':'a'}},{'p':{'S':'a'}}]}}}", "contains duplicates")]
    [TestCase("BatchGetItem", "{'RequestItems':{'hash':{'Keys':[]}}}", "1 to 100 keys, got 0")]
    public void An_invalid_batch_is_rejected_as_a_whole(string operation, string request, string reason)
    {
        var engine = EngineFixture.WithTables();

        Assert.That(engine.Error(operation, request), Does.Contain(reason));
        Assert.That((int)engine.Ok("Scan", "{'TableName':'hash'}")["Count"]!, Is.Zero);
    }
}
