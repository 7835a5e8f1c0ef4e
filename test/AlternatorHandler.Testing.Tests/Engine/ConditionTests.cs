using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AlternatorHandler.Testing.Tests.Engine;

public class ConditionTests
{
    private const string Item = """
        's':{'S':'hello'}, 'n':{'N':'5'}, 'b':{'B':'AQID'}, 't':{'BOOL':true}, 'z':{'NULL':true},
        'l':{'L':[{'N':'1'},{'S':'x'}]}, 'm':{'M':{'a':{'M':{'b':{'L':[{'N':'7'}]}}}}},
        'ss':{'SS':['a','b']}, 'ns':{'NS':['1','2.0']}
        """;

    private const string Values = """
        ':five':{'N':'5.00'}, ':four':{'N':'4'}, ':six':{'N':'6'}, ':seven':{'N':'7'}, ':hello':{'S':'hello'}, ':he':{'S':'he'}, ':ell':{'S':'ell'},
        ':a':{'S':'a'}, ':two':{'N':'2'}, ':one':{'N':'1'}, ':bytes':{'B':'AQ=='}, ':mid':{'B':'Ag=='}, ':true':{'BOOL':true}, ':S':{'S':'S'}, ':N':{'S':'N'},
        ':ba':{'SS':['b','a']}, ':nothing':{'S':'q'}
        """;

    [TestCase("n = :five", true, TestName = "Numbers are equal whatever their text")]
    [TestCase("n = :four", false)]
    [TestCase("n <> :four", true)]
    [TestCase("n <> :five", false)]
    [TestCase("n < :six", true)]
    [TestCase("n < :five", false)]
    [TestCase("n <= :five", true)]
    [TestCase("n > :four", true)]
    [TestCase("n > :five", false)]
    [TestCase("n >= :five", true)]
    [TestCase("n >= :six", false)]
    [TestCase(":four < n", true)]
    [TestCase("n = :hello", false)]
    [TestCase("n < :hello", false, TestName = "Values of two types have no order")]
    [TestCase("missing = :five", false)]
    [TestCase("missing <> :five", true)]
    [TestCase("missing < :five", false)]
    [TestCase("ss = :ba", true, TestName = "Sets are equal whatever their order")]
    [TestCase("n BETWEEN :four AND :five", true)]
    [TestCase("n between :five and :six", true)]
    [TestCase("n BETWEEN :six AND :seven", false)]
    [TestCase("n IN (:four, :five)", true)]
    [TestCase("n IN (:four)", false)]
    [TestCase("missing IN (:four)", false)]
    [TestCase("attribute_exists(n)", true)]
    [TestCase("attribute_exists(missing)", false)]
    [TestCase("attribute_exists(m.a.b[0])", true)]
    [TestCase("attribute_exists(m.a.b[1])", false)]
    [TestCase("attribute_not_exists(missing)", true)]
    [TestCase("attribute_not_exists(n)", false)]
    [TestCase("attribute_type(s, :S)", true)]
    [TestCase("attribute_type(s, :N)", false)]
    [TestCase("begins_with(s, :he)", true)]
    [TestCase("begins_with(s, :ell)", false)]
    [TestCase("begins_with(b, :bytes)", true)]
    [TestCase("begins_with(b, :mid)", false)]
    [TestCase("contains(s, :ell)", true)]
    [TestCase("contains(s, :a)", false)]
    [TestCase("contains(b, :mid)", true)]
    [TestCase("contains(ss, :a)", true)]
    [TestCase("contains(ss, :he)", false)]
    [TestCase("contains(ns, :two)", true)]
    [TestCase("contains(l, :one)", true)]
    [TestCase("contains(l, :two)", false)]
    [TestCase("size(s) = :five", true)]
    [TestCase("size(ss) = :two", true)]
    [TestCase("size(l) > :one", true)]
    [TestCase("size(b) < :four", true)]
    [TestCase("size(n) = :one", false, TestName = "A number has no size")]
    [TestCase("size(missing) = :one", false)]
    [TestCase("m.a.b[0] = :seven", true)]
    [TestCase("#m.#a.b[0] = :seven", true)]
    [TestCase("t = :true", true)]
    [TestCase("NOT n = :four", true)]
    [TestCase("not not n = :five", true)]
    [TestCase("n = :five AND s = :hello", true)]
    [TestCase("n = :five AND s = :he", false)]
    [TestCase("n = :four OR s = :hello", true)]
    [TestCase("n = :four OR s = :he", false)]
    [TestCase("n = :five OR n = :four AND s = :he", true, TestName = "AND binds tighter than OR")]
    [TestCase("(n = :five OR n = :four) AND s = :he", false)]
    [TestCase("NOT n = :five OR s = :hello", true, TestName = "NOT binds tighter than OR")]
    [TestCase("NOT (n = :five OR s = :hello)", false)]
    [TestCase("size = :nothing", false, TestName = "A function's name without parentheses is an attribute")]
    public void A_put_succeeds_exactly_if_its_condition_is_satisfied(string condition, bool holds)
    {
        var engine = EngineFixture.WithTables();
        engine.Put(Item);

        var (status, _) = engine.Send("PutItem", Request(condition));

        Assert.That(status, Is.EqualTo(holds ? 200 : 400));
        Assert.That(engine.Item(), holds ? Is.EqualTo("{}") : Is.Not.EqualTo("{}"));
    }

    [TestCase("n = ", "unexpected end of expression")]
    [TestCase("n = :five n", "unexpected 'n' at position 10")]
    [TestCase("n ~ :five", "unexpected '~' at position 2")]
    [TestCase("(n = :five", "unexpected end of expression")]
    [TestCase("n", "unexpected end of expression")]
    [TestCase("", "unexpected end of expression")]
    [TestCase("n = :", "unexpected ':' at position 4")]
    [TestCase("n[x] = :five", "unexpected 'x'")]
    [TestCase("n[99999999999] = :five", "unexpected '99999999999'")]
    [TestCase("foo(n)", "Invalid function name; function: foo")]
    [TestCase("n < :true", "operator or function: <, operand type: BOOL")]
    [TestCase("begins_with(s, :five)", "operator or function: begins_with")]
    [TestCase("attribute_type(s, :he)", "attribute_type needs a string")]
    [TestCase("n BETWEEN :six AND :four", "The BETWEEN operator requires")]
    [TestCase("n BETWEEN :he AND :four", "The BETWEEN operator requires")]
    [TestCase("n = :undefined", "ExpressionAttributeValues missing entry ':undefined'")]
    [TestCase("#undefined = :five", "ExpressionAttributeNames missing entry '#undefined'")]
    public void An_invalid_condition_is_rejected_with_its_reason(string condition, string reason)
    {
        var engine = EngineFixture.WithTables();

        Assert.That(engine.Error("PutItem", Request(condition)), Does.StartWith("ValidationException: ").And.Contains(reason));
    }

    [Test]
    public void An_expression_that_is_nested_too_deeply_is_rejected()
    {
        var engine = EngineFixture.WithTables();
        var deep = new string('(', 100_000) + "n = :five" + new string(')', 100_000);
        var path = string.Concat(Enumerable.Repeat("a.", 100_000)) + "a = :five";

        Assert.That(engine.Error("PutItem", Request(deep)), Does.Contain("nested deeper than 400 levels"));
        Assert.That(engine.Error("PutItem", Request(path)), Does.Contain("nested deeper than 32 levels"));
    }

    [Test]
    public void Unused_names_and_values_of_expressions_are_rejected()
    {
        var engine = EngineFixture.WithTables();

        Assert.That(
            engine.Error("PutItem", "{'TableName':'hash','Item':{'p':{'S':'k'}},'ConditionExpression':'n = :a','ExpressionAttributeValues':{':a':{'N':'1'},':b':{'N':'2'}}}"),
            Is.EqualTo("ValidationException: ExpressionAttributeValues has spurious ':b', not used in PutItem"));
        Assert.That(
            engine.Error("GetItem", "{'TableName':'hash','Key':{'p':{'S':'k'}},'ExpressionAttributeNames':{'#a':'a'}}"),
            Is.EqualTo("ValidationException: ExpressionAttributeNames has spurious '#a', not used in GetItem"));
    }

    [Test]
    public void A_failed_condition_returns_the_item_only_if_requested()
    {
        var engine = EngineFixture.WithTables();
        engine.Put("'n':{'N':'1'}");
        const string Put = "{'TableName':'hash','Item':{'p':{'S':'k'}},'ConditionExpression':'attribute_not_exists(p)'";

        var (_, plain) = engine.Send("PutItem", Put + "}");
        var (_, withItem) = engine.Send("PutItem", Put + ",'ReturnValuesOnConditionCheckFailure':'ALL_OLD'}");

        Assert.That(
            EngineFixture.Text(plain),
            Is.EqualTo("{'__type':'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException','message':'The conditional request failed'}"));
        Assert.That(EngineFixture.Text(withItem["Item"]), Is.EqualTo("{'p':{'S':'k'},'n':{'N':'1'}}"));
    }

    // Sends only the values and names which the condition uses, since the rest would be refused.
    private static string Request(string condition)
    {
        var values = Used(condition, Values);
        var names = Used(condition, "'#m':'m', '#a':'a'");
        return $"{{'TableName':'hash','Item':{{'p':{{'S':'k'}}}},'ConditionExpression':'{condition}'{Member("ExpressionAttributeValues", values)}{Member("ExpressionAttributeNames", names)}}}";
    }

    private static string Member(string name, string members) => members.Length > 0 ? $",'{name}':{{{members}}}" : "";

    private static string Used(string condition, string members)
    {
        var all = JsonNode.Parse($"{{{members.Replace('\'', '"')}}}")!.AsObject();
        var used = all.Where(member => Regex.IsMatch(condition, member.Key + @"\b"));
        return string.Join(",", used.Select(static member => $"'{member.Key}':{member.Value!.ToJsonString()}"));
    }
}
