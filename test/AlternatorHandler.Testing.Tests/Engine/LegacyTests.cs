namespace AlternatorHandler.Testing.Tests.Engine;

public class LegacyTests
{
    private const string Item = "'s':{'S':'hello'},'n':{'N':'5'},'ss':{'SS':['a','b']},'l':{'L':[{'N':'1'}]}";

    [TestCase("'n':{'ComparisonOperator':'EQ','AttributeValueList':[{'N':'5.0'}]}", true)]
    [TestCase("'n':{'ComparisonOperator':'EQ','Value':{'N':'4'}}", false)]
    [TestCase("'n':{'ComparisonOperator':'NE','AttributeValueList':[{'N':'4'}]}", true)]
    [TestCase("'n':{'ComparisonOperator':'NE','AttributeValueList':[{'N':'5'}]}", false)]
    [TestCase("'n':{'ComparisonOperator':'LT','AttributeValueList':[{'N':'6'}]}", true)]
    [TestCase("'n':{'ComparisonOperator':'LT','AttributeValueList':[{'N':'5'}]}", false)]
    [TestCase("'n':{'ComparisonOperator':'LE','AttributeValueList':[{'N':'5'}]}", true)]
    [TestCase("'n':{'ComparisonOperator':'GT','AttributeValueList':[{'N':'4'}]}", true)]
    [TestCase("'n':{'ComparisonOperator':'GT','AttributeValueList':[{'N':'5'}]}", false)]
    [TestCase("'n':{'ComparisonOperator':'GE','AttributeValueList':[{'N':'6'}]}", false)]
    [TestCase("'n':{'ComparisonOperator':'NOT_NULL'}", true)]
    [TestCase("'q':{'ComparisonOperator':'NOT_NULL'}", false)]
    [TestCase("'q':{'ComparisonOperator':'NULL'}", true)]
    [TestCase("'n':{'ComparisonOperator':'NULL'}", false)]
    [TestCase("'s':{'ComparisonOperator':'CONTAINS','AttributeValueList':[{'S':'ell'}]}", true)]
    [TestCase("'ss':{'ComparisonOperator':'CONTAINS','AttributeValueList':[{'S':'c'}]}", false)]
    [TestCase("'ss':{'ComparisonOperator':'NOT_CONTAINS','AttributeValueList':[{'S':'c'}]}", true)]
    [TestCase("'q':{'ComparisonOperator':'NOT_CONTAINS','AttributeValueList':[{'S':'c'}]}", false)]
    [TestCase("'s':{'ComparisonOperator':'BEGINS_WITH','AttributeValueList':[{'S':'he'}]}", true)]
    [TestCase("'s':{'ComparisonOperator':'BEGINS_WITH','AttributeValueList':[{'S':'lo'}]}", false)]
    [TestCase("'n':{'ComparisonOperator':'IN','AttributeValueList':[{'N':'4'},{'N':'5'}]}", true)]
    [TestCase("'n':{'ComparisonOperator':'IN','AttributeValueList':[{'N':'4'}]}", false)]
    [TestCase("'n':{'ComparisonOperator':'BETWEEN','AttributeValueList':[{'N':'5'},{'N':'6'}]}", true)]
    [TestCase("'n':{'ComparisonOperator':'BETWEEN','AttributeValueList':[{'N':'6'},{'N':'7'}]}", false)]
    public void Legacy_comparisons_apply_to_writes_and_to_scans(string condition, bool holds)
    {
        var engine = EngineFixture.WithTables();
        engine.Put(Item);

        var scanned = engine.Ok("Scan", $"{{'TableName':'hash','ScanFilter':{{{condition}}}}}");
        var (status, _) = engine.Send("DeleteItem", $"{{'TableName':'hash','Key':{{'p':{{'S':'k'}}}},'Expected':{{{condition}}}}}");

        Assert.That((int)scanned["Count"]!, Is.EqualTo(holds ? 1 : 0));
        Assert.That(status, Is.EqualTo(holds ? 200 : 400));
    }

    [TestCase("'n':{'Value':{'N':'5'}}", true)]
    [TestCase("'n':{'Value':{'N':'5'},'Exists':true}", true)]
    [TestCase("'n':{'Value':{'N':'4'}}", false)]
    [TestCase("'n':{'Exists':false}", false)]
    [TestCase("'q':{'Exists':false}", true)]
    [TestCase("'n':{'Value':{'N':'5'}},'s':{'Value':{'S':'no'}}", false)]
    [TestCase("'n':{'Value':{'N':'5'}},'s':{'Value':{'S':'hello'}}", true)]
    public void Expected_checks_values_and_existence(string expected, bool holds)
    {
        var engine = EngineFixture.WithTables();
        engine.Put(Item);

        var (status, _) = engine.Send("PutItem", $"{{'TableName':'hash','Item':{{'p':{{'S':'k'}}}},'Expected':{{{expected}}}}}");

        Assert.That(status, Is.EqualTo(holds ? 200 : 400));
    }

    [Test]
    public void ConditionalOperator_OR_requires_one_of_the_conditions()
    {
        var engine = EngineFixture.WithTables();
        engine.Put(Item);
        const string Filter = "'ScanFilter':{'n':{'ComparisonOperator':'EQ','AttributeValueList':[{'N':'4'}]},'s':{'ComparisonOperator':'NOT_NULL'}}";

        Assert.That((int)engine.Ok("Scan", $"{{'TableName':'hash',{Filter}}}")["Count"]!, Is.Zero);
        Assert.That((int)engine.Ok("Scan", $"{{'TableName':'hash',{Filter},'ConditionalOperator':'OR'}}")["Count"]!, Is.EqualTo(1));
    }

    [TestCase("'n':{'ComparisonOperator':'SOUNDS_LIKE','AttributeValueList':[{'N':'4'}]}", "is unknown: SOUNDS_LIKE")]
    [TestCase("'n':{'ComparisonOperator':'EQ'}", "Invalid number of argument(s) for the EQ ComparisonOperator: 0")]
    [TestCase("'n':{'ComparisonOperator':'NULL','AttributeValueList':[{'N':'4'}]}", "NULL ComparisonOperator: 1")]
    [TestCase("'n':{'ComparisonOperator':'LT','AttributeValueList':[{'BOOL':true}]}", "LT is not valid for BOOL")]
    [TestCase("'n':{'ComparisonOperator':'BETWEEN','AttributeValueList':[{'N':'4'},{'N':'3'}]}", "lower bound is greater")]
    [TestCase("'n':{'Exists':false,'Value':{'N':'1'}}", "Value cannot be used when Exists is false")]
    [TestCase("'n':{'Exists':true}", "Value must be provided when Exists is true")]
    [TestCase("'n':{}", "Value must be provided when Exists is null")]
    public void An_invalid_expectation_is_rejected(string expected, string reason)
    {
        var engine = EngineFixture.WithTables();

        Assert.That(
            engine.Error("PutItem", $"{{'TableName':'hash','Item':{{'p':{{'S':'k'}}}},'Expected':{{{expected}}}}}"),
            Does.StartWith("ValidationException: ").And.Contains(reason));
    }

    [Test]
    public void AttributeUpdates_can_put_add_and_delete_values()
    {
        var engine = EngineFixture.WithTables();
        engine.Put("'a':{'N':'1'},'gone':{'N':'1'},'ss':{'SS':['x','y']}");

        var response = engine.Ok("UpdateItem", """
            {'TableName':'hash','Key':{'p':{'S':'k'}},'ReturnValues':'UPDATED_NEW','AttributeUpdates':{
              'a':{'Action':'ADD','Value':{'N':'2'}},'gone':{'Action':'DELETE'},'ss':{'Action':'DELETE','Value':{'SS':['x']}},'new.name':{'Value':{'S':'v'}}}}
            """);

        Assert.That(engine.Item(), Is.EqualTo("{'a':{'N':'3'},'ss':{'SS':['y']},'new.name':{'S':'v'}}"));
        Assert.That(EngineFixture.Text(response["Attributes"]), Is.EqualTo("{'new.name':{'S':'v'},'a':{'N':'3'},'ss':{'SS':['y']}}"));
    }

    [TestCase("'p':{'Action':'PUT','Value':{'S':'x'}}", "Cannot update attribute p. This attribute is part of the key")]
    [TestCase("'a':{'Action':'PUT'}", "Only DELETE action is allowed when no attribute value is specified")]
    [TestCase("'a':{'Action':'ADD','Value':{'S':'x'}}", "ADD action is not supported for the type S")]
    [TestCase("'a':{'Action':'DELETE','Value':{'S':'x'}}", "DELETE action is not supported for the type S")]
    public void Invalid_AttributeUpdates_are_rejected(string updates, string reason)
    {
        Assert.That(
            EngineFixture.WithTables().Error("UpdateItem", $"{{'TableName':'hash','Key':{{'p':{{'S':'k'}}}},'AttributeUpdates':{{{updates}}}}}"),
            Does.StartWith("ValidationException: ").And.Contains(reason));
    }

    [Test]
    public void KeyConditions_and_QueryFilter_select_the_items_of_a_query()
    {
        var engine = EngineFixture.WithTables();
        for (var i = 1; i <= 5; i++)
        {
            engine.Ok("PutItem", $"{{'TableName':'range','Item':{{'p':{{'S':'k'}},'r':{{'N':'{i}'}},'even':{{'BOOL':{(i % 2 == 0 ? "true" : "false")}}}}}}}");
        }

        var response = engine.Ok("Query", """
            {'TableName':'range','ConditionalOperator':'OR','AttributesToGet':['r'],
             'KeyConditions':{'p':{'ComparisonOperator':'EQ','AttributeValueList':[{'S':'k'}]},'r':{'ComparisonOperator':'GT','AttributeValueList':[{'N':'1'}]}},
             'QueryFilter':{'even':{'ComparisonOperator':'EQ','AttributeValueList':[{'BOOL':true}]},'odd':{'ComparisonOperator':'NOT_NULL'}}}
            """);

        Assert.That(EngineFixture.Text(response["Items"]), Is.EqualTo("[{'r':{'N':'2'}},{'r':{'N':'4'}}]"));
    }
}
