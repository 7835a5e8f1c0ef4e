using System.Text.Json.Nodes;

namespace AlternatorHandler.Testing.Tests.Engine;

public class UpdateTests
{
    [TestCase("", "SET a = :n", "':n':{'N':'1'}", "{'a':{'N':'1'}}")]
    [TestCase("'a':{'N':'1.5'}", "SET a = a + :n", "':n':{'N':'1'}", "{'a':{'N':'2.5'}}")]
    [TestCase("'a':{'N':'1'}", "SET a = a - :n", "':n':{'N':'0.25'}", "{'a':{'N':'0.75'}}")]
    [TestCase("'a':{'N':'1'}", "SET b = a", "", "{'a':{'N':'1'},'b':{'N':'1'}}")]
    [TestCase("'a':{'N':'1'},'b':{'N':'2'}", "SET a = b, b = a", "", "{'a':{'N':'2'},'b':{'N':'1'}}", TestName = "All right sides are those of the item as it was")]
    [TestCase("", "SET a = if_not_exists(a, :n) + :n", "':n':{'N':'1'}", "{'a':{'N':'2'}}")]
    [TestCase("'a':{'N':'9'}", "SET a = if_not_exists(a, :n)", "':n':{'N':'1'}", "{'a':{'N':'9'}}")]
    [TestCase("'a':{'L':[{'N':'1'}]}", "SET a = list_append(a, :l)", "':l':{'L':[{'N':'2'}]}", "{'a':{'L':[{'N':'1'},{'N':'2'}]}}")]
    [TestCase("'a':{'L':[{'N':'1'}]}", "SET a = list_append(:l, a)", "':l':{'L':[{'N':'2'}]}", "{'a':{'L':[{'N':'2'},{'N':'1'}]}}")]
    [TestCase("", "SET a = list_append(if_not_exists(a, :e), :l)", "':l':{'L':[{'N':'2'}]},':e':{'L':[]}", "{'a':{'L':[{'N':'2'}]}}")]
    [TestCase("'a':{'M':{'b':{'L':[{'M':{'c':{'N':'1'}}}]}}}", "SET a.b[0].c = :n", "':n':{'N':'2'}", "{'a':{'M':{'b':{'L':[{'M':{'c':{'N':'2'}}}]}}}}")]
    [TestCase("'a':{'M':{}}", "SET a.b = :n", "':n':{'N':'2'}", "{'a':{'M':{'b':{'N':'2'}}}}")]
    [TestCase("'a':{'L':[{'N':'0'}]}", "SET a[7] = :n", "':n':{'N':'1'}", "{'a':{'L':[{'N':'0'},{'N':'1'}]}}", TestName = "An element past the end is appended")]
    [TestCase("'a':{'N':'1'},'b':{'N':'2'}", "REMOVE a, c", "", "{'b':{'N':'2'}}")]
    [TestCase("'a':{'L':[{'N':'0'},{'N':'1'},{'N':'2'},{'N':'3'}]}", "REMOVE a[0], a[2], a[9]", "", "{'a':{'L':[{'N':'1'},{'N':'3'}]}}", TestName = "Removed indexes are those of the list as it was")]
    [TestCase("'a':{'L':[{'N':'0'},{'M':{'x':{'N':'1'},'y':{'N':'2'}}}]}", "REMOVE a[0], a[1].x", "", "{'a':{'L':[{'M':{'y':{'N':'2'}}}]}}")]
    [TestCase("'a':{'M':{'b':{'N':'1'}}}", "REMOVE a.b", "", "{'a':{'M':{}}}")]
    [TestCase("", "ADD a :n", "':n':{'N':'3'}", "{'a':{'N':'3'}}")]
    [TestCase("'a':{'N':'3'}", "ADD a :n", "':n':{'N':'-5'}", "{'a':{'N':'-2'}}")]
    [TestCase("'a':{'SS':['x']}", "ADD a :s", "':s':{'SS':['x','y']}", "{'a':{'SS':['x','y']}}")]
    [TestCase("'a':{'SS':['x','y']}", "DELETE a :s", "':s':{'SS':['x','z']}", "{'a':{'SS':['y']}}")]
    [TestCase("'a':{'NS':['1.0']}", "DELETE a :s", "':s':{'NS':['1']}", "{}", TestName = "An emptied set goes away")]
    [TestCase("", "DELETE a :s SET b = :n", "':s':{'NS':['1']},':n':{'N':'1'}", "{'b':{'N':'1'}}")]
    [TestCase("'a':{'N':'1'},'b':{'N':'1'},'c':{'SS':['x','y']}", "set d = :n remove b add a :n delete c :s", "':s':{'SS':['x']},':n':{'N':'1'}", "{'a':{'N':'2'},'c':{'SS':['y']},'d':{'N':'1'}}")]
    [TestCase("'a':{'N':'12345678901234567890123456789012345678'}", "ADD a :n", "':n':{'N':'-1'}", "{'a':{'N':'12345678901234567890123456789012345677'}}", TestName = "Sums are exact to 38 digits")]
    [TestCase("'a':{'N':'1e20'}", "ADD a :n", "':n':{'N':'1E-10'}", "{'a':{'N':'100000000000000000000.0000000001'}}")]
    public void An_update_expression_changes_the_item(string before, string update, string values, string after)
    {
        var engine = EngineFixture.WithTables();
        engine.Put(before);

        engine.Ok("UpdateItem", Request(update, values));

        Assert.That(Sorted(engine.Item()!), Is.EqualTo(Sorted(after)));
    }

    [TestCase("SET a = :n, a = :n", "two document paths overlap with each other: a and a.")]
    [TestCase("SET a = :n REMOVE a.b", "two document paths overlap with each other: a and a.b.")]
    [TestCase("SET a.b = :n REMOVE a[0]", "two document paths conflict with each other: a.b and a[0].")]
    [TestCase("SET a = :n SET b = :n", "The \"SET\" section can only be used once")]
    [TestCase("SET p = :n", "Cannot update attribute p. This attribute is part of the key")]
    [TestCase("SET a = missing", "refers to an attribute that does not exist in the item: missing")]
    [TestCase("SET a = s + :n", "incorrect data type")]
    [TestCase("SET a = list_append(s, :n)", "incorrect data type")]
    [TestCase("ADD s :n", "incorrect data type")]
    [TestCase("ADD a :s", "operator: ADD")]
    [TestCase("DELETE a :n", "operator: DELETE")]
    [TestCase("SET m.x.y = :n", "document path provided in the update expression is invalid for update: m.x.y")]
    [TestCase("SET s[0] = :n", "invalid for update: s[0]")]
    [TestCase("REMOVE m.x.y", "invalid for update: m.x.y")]
    [TestCase("SET a = foo(:n)", "Invalid function name; function: foo")]
    [TestCase("SET a :n", "unexpected ':n'")]
    [TestCase("CHANGE a", "unexpected 'CHANGE'")]
    [TestCase("", "unexpected end of expression")]
    [TestCase("SET", "unexpected end of expression")]
    public void An_invalid_update_is_rejected_and_changes_nothing(string update, string reason)
    {
        var engine = EngineFixture.WithTables();
        engine.Put("'s':{'S':'x'},'m':{'M':{}}");
        var values = (update.Contains(":n", StringComparison.Ordinal), update.Contains(":s", StringComparison.Ordinal)) switch
        {
            (true, _) => "':n':{'N':'1'}",
            (_, true) => "':s':{'S':'x'}",
            _ => "",
        };

        Assert.That(engine.Error("UpdateItem", Request(update, values)), Does.StartWith("ValidationException: ").And.Contains(reason));
        Assert.That(engine.Item(), Is.EqualTo("{'s':{'S':'x'},'m':{'M':{}}}"));
    }

    [TestCase("99999999999999999999999999999999999999", "0.1", "more than 38 significant digits")]
    [TestCase("9.9e125", "9.9e125", "Number overflow")]
    public void A_sum_that_is_out_of_range_is_rejected(string number, string added, string reason)
    {
        var engine = EngineFixture.WithTables();
        engine.Put($"'a':{{'N':'{number}'}}");

        Assert.That(engine.Error("UpdateItem", Request("ADD a :n", $"':n':{{'N':'{added}'}}")), Does.Contain(reason));
    }

    [TestCase("NONE", "")]
    [TestCase("ALL_OLD", "{'a':{'N':'1'},'m':{'M':{'x':{'N':'1'},'y':{'N':'2'}}},'p':{'S':'k'}}")]
    [TestCase("UPDATED_OLD", "{'a':{'N':'1'},'m':{'M':{'x':{'N':'1'}}}}")]
    [TestCase("ALL_NEW", "{'a':{'N':'2'},'b':{'N':'1'},'m':{'M':{'x':{'N':'1'},'y':{'N':'2'}}},'p':{'S':'k'}}")]
    [TestCase("UPDATED_NEW", "{'a':{'N':'2'},'b':{'N':'1'},'m':{'M':{'x':{'N':'1'}}}}")]
    public void ReturnValues_determines_the_attributes_in_the_response(string returnValues, string attributes)
    {
        var engine = EngineFixture.WithTables();
        engine.Put("'a':{'N':'1'},'m':{'M':{'x':{'N':'1'},'y':{'N':'2'}}}");

        var response = engine.Ok("UpdateItem", Request("SET b = :n, m.x = :n ADD a :n", "':n':{'N':'1'}", $"'ReturnValues':'{returnValues}',"));

        var returned = EngineFixture.Text(response["Attributes"]);
        Assert.That(returned.Length > 0 ? Sorted(returned) : "", Is.EqualTo(attributes));
    }

    [Test]
    public void An_update_creates_the_item_unless_it_only_removes_values()
    {
        var engine = EngineFixture.WithTables();

        engine.Ok("UpdateItem", Request("REMOVE a", ""));
        Assert.That(engine.Item(), Is.Null);
        engine.Ok("UpdateItem", "{'TableName':'hash','Key':{'p':{'S':'k'}}}");
        Assert.That(engine.Item(), Is.EqualTo("{}"));
    }

    [Test]
    public async Task Concurrent_ADDs_are_not_lost()
    {
        var engine = EngineFixture.WithTables();

        using var start = new Barrier(4);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(Count, TaskCreationOptions.LongRunning)));

        Assert.That(engine.Item(), Is.EqualTo("{'a':{'N':'20000'}}"));

        void Count()
        {
            start.SignalAndWait();
            for (var i = 0; i < 5000; i++)
            {
                engine.Ok("UpdateItem", Request("ADD a :n", "':n':{'N':'1'}"));
            }
        }
    }

    private static string Request(string update, string values, string more = "") =>
        $"{{'TableName':'hash','Key':{{'p':{{'S':'k'}}}},{more}'UpdateExpression':'{update}'{(values.Length > 0 ? $",'ExpressionAttributeValues':{{{values}}}" : "")}}}";

    private static string Sorted(string item)
    {
        var members = JsonNode.Parse(item.Replace('\'', '"'))!.AsObject();
        return EngineFixture.Text(new JsonObject(
            members.OrderBy(static member => member.Key, StringComparer.Ordinal).Select(static member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))));
    }
}
