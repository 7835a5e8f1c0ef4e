using System.Text.Json.Nodes;

namespace AlternatorHandler.Testing.Tests.Engine;

public class ReadTests
{
    [TestCase("p = :p", "", "-10 -2 0.5 1 2 10 33")]
    [TestCase("p = :p AND r = :a", "':a':{'N':'2.0'}", "2")]
    [TestCase("p = :p AND r < :a", "':a':{'N':'1'}", "-10 -2 0.5")]
    [TestCase("p = :p AND r <= :a", "':a':{'N':'1'}", "-10 -2 0.5 1")]
    [TestCase("p = :p AND r > :a", "':a':{'N':'2'}", "10 33")]
    [TestCase("r >= :a AND p = :p", "':a':{'N':'2'}", "2 10 33")]
    [TestCase("(p = :p) AND (r BETWEEN :a AND :b)", "':a':{'N':'-2'},':b':{'N':'1e1'}", "-2 0.5 1 2 10")]
    public void A_query_returns_items_in_the_order_of_the_range_key(string condition, string values, string expected)
    {
        var engine = WithItems("N", "10", "2", "33", "1", "-2", "0.5", "-10");

        var items = Ranges(engine.Ok("Query", Query(condition, values)));
        var backwards = Ranges(engine.Ok("Query", Query(condition, values, "'ScanIndexForward':false")));

        Assert.That(string.Join(' ', items), Is.EqualTo(expected));
        Assert.That(backwards, Is.EqualTo(items.Reverse()));
    }

    [Test]
    public void Strings_are_ordered_by_their_UTF8_bytes()
    {
        var engine = WithItems("S", "😀", "～", "b", "é", "ab", "a", "B");

        Assert.That(Ranges(engine.Ok("Query", Query("p = :p", ""))), Is.EqualTo((string[])["B", "a", "ab", "b", "é", "～", "😀"]));
        Assert.That(Ranges(engine.Ok("Query", Query("p = :p AND begins_with(r, :a)", "':a':{'S':'a'}"))), Is.EqualTo((string[])["a", "ab"]));
    }

    [TestCase("r = :n", "Query condition missed key schema element: p")]
    [TestCase("p > :a", "key condition not supported")]
    [TestCase("p = :a OR r = :a", "key condition not supported")]
    [TestCase("NOT p = :a", "key condition not supported")]
    [TestCase("p = :a AND r <> :a", "key condition not supported")]
    [TestCase("p = :a AND x = :a", "Query condition missed key schema element: r")]
    [TestCase("p = :a AND p = :a", "only contain one condition per key")]
    [TestCase("p = :n", "does not match schema type; the key p is S, got N")]
    [TestCase("p = :a AND begins_with(r, :a)", "does not match schema type; the key r is N, got S")]
    [TestCase("p = :a AND size(r) = :n", "key condition not supported")]
    public void A_key_condition_that_does_not_select_a_range_of_one_partition_is_rejected(string condition, string reason)
    {
        var values = string.Join(",", ((string[])["':a':{'S':'k'}", "':n':{'N':'1'}"]).Where(value => condition.Contains(value[1..3], StringComparison.Ordinal)));

        Assert.That(
            EngineFixture.WithTables().Error("Query", $"{{'TableName':'range','KeyConditionExpression':'{condition}','ExpressionAttributeValues':{{{values}}}}}"),
            Does.StartWith("ValidationException: ").And.Contains(reason));
    }

    [Test]
    public void Limit_is_applied_before_the_filter()
    {
        var engine = WithItems("N", "1", "2", "3", "4");

        var response = engine.Ok("Query", Query("p = :p", "':one':{'N':'2'}", "'Limit':3,'FilterExpression':'x >= :one'"));

        Assert.That(Ranges(response), Is.EqualTo((string[])["2", "3"]));
        Assert.That((int)response["Count"]!, Is.EqualTo(2));
        Assert.That((int)response["ScannedCount"]!, Is.EqualTo(3));
        Assert.That(EngineFixture.Text(response["LastEvaluatedKey"]), Is.EqualTo("{'p':{'S':'k'},'r':{'N':'3'}}"));
    }

    [Test]
    public void A_query_with_Select_COUNT_returns_no_items()
    {
        var engine = WithItems("N", "1", "2");

        Assert.That(EngineFixture.Text(engine.Ok("Query", Query("p = :p", "", "'Select':'COUNT'"))), Is.EqualTo("{'Count':2,'ScannedCount':2}"));
        Assert.That(engine.Error("Query", Query("p = :p", "", "'Select':'SPECIFIC_ATTRIBUTES'")), Does.Contain("needs ProjectionExpression"));
    }

    [Test]
    public void A_filter_on_a_key_is_rejected_in_a_query_and_accepted_in_a_scan()
    {
        var engine = WithItems("N", "1", "2");

        Assert.That(engine.Error("Query", Query("p = :p", "", "'FilterExpression':'r = r'")), Does.Contain("Primary key attribute: r"));
        Assert.That(Ranges(engine.Ok("Scan", "{'TableName':'range','FilterExpression':'r = :r','ExpressionAttributeValues':{':r':{'N':'2'}}}")), Is.EqualTo((string[])["2"]));
    }

    [TestCase("'KeyConditionExpression':'p = :p','ExpressionAttributeValues':{':p':{'S':'k'}}", 1)]
    [TestCase("'KeyConditionExpression':'p = :p','ExpressionAttributeValues':{':p':{'S':'k'}},'ScanIndexForward':false", 4)]
    [TestCase("'KeyConditionExpression':'p = :p','ExpressionAttributeValues':{':p':{'S':'k'}}", 10)]
    public void The_pages_of_a_query_return_each_item_once(string query, int limit)
    {
        var engine = WithItems("N", [.. Enumerable.Range(0, 20).Select(static number => number.ToString(System.Globalization.CultureInfo.InvariantCulture))]);

        var items = AllPages(engine, "Query", $"'TableName':'range',{query},'Limit':{limit}");

        Assert.That(items, Has.Count.EqualTo(20).And.Unique);
    }

    [TestCase(1, 1)]
    [TestCase(7, 1)]
    [TestCase(1000, 1)]
    [TestCase(3, 4)]
    public void The_pages_and_segments_of_a_scan_return_each_item_once(int limit, int segments)
    {
        var engine = EngineFixture.WithTables();
        for (var i = 0; i < 60; i++)
        {
            engine.Ok("PutItem", $"{{'TableName':'range','Item':{{'p':{{'S':'p{i / 3}'}},'r':{{'N':'{i}'}}}}}}");
        }

        var bySegment = Enumerable.Range(0, segments)
            .Select(segment => AllPages(engine, "Scan", $"'TableName':'range','Limit':{limit},'Segment':{segment},'TotalSegments':{segments}"))
            .ToList();

        Assert.That(bySegment.SelectMany(static items => items).ToList(), Has.Count.EqualTo(60).And.Unique);
        Assert.That(bySegment, Has.All.Not.Empty);
    }

    [Test]
    public void A_scan_continues_even_if_the_last_item_of_its_page_was_deleted()
    {
        var engine = EngineFixture.WithTables();
        for (var i = 0; i < 10; i++)
        {
            engine.Ok("PutItem", $"{{'TableName':'hash','Item':{{'p':{{'S':'{i}'}}}}}}");
        }

        var first = engine.Ok("Scan", "{'TableName':'hash','Limit':4}");
        var last = first["LastEvaluatedKey"]!.ToJsonString();
        engine.Ok("DeleteItem", $"{{'TableName':'hash','Key':{last}}}");

        Assert.That((int)engine.Ok("Scan", $"{{'TableName':'hash','ExclusiveStartKey':{last}}}")["Count"]!, Is.EqualTo(6));
    }

    [Test]
    public void A_page_ends_at_one_megabyte()
    {
        var engine = EngineFixture.WithTables();
        for (var i = 0; i < 10; i++)
        {
            engine.Ok("PutItem", $"{{'TableName':'hash','Item':{{'p':{{'S':'{i}'}},'x':{{'S':'{new string('x', 300_000)}'}}}}}}");
        }

        Assert.That((int)engine.Ok("Scan", "{'TableName':'hash'}")["Count"]!, Is.EqualTo(4));
        Assert.That(AllPages(engine, "Scan", "'TableName':'hash'"), Has.Count.EqualTo(10).And.Unique);
    }

    [TestCase("'Limit':0", "Limit must be greater than or equal to 1, got 0")]
    [TestCase("'Segment':0", "must be given together")]
    [TestCase("'Segment':4,'TotalSegments':4", "got Segment 4, TotalSegments 4")]
    [TestCase("'ExclusiveStartKey':{'p':{'S':'k'}}", "The provided starting key is invalid")]
    [TestCase("'IndexName':'nope'", "The table does not have the specified index: nope")]
    [TestCase("'Select':'ALL_PROJECTED_ATTRIBUTES'", "needs an IndexName")]
    public void An_invalid_scan_is_rejected(string parameters, string reason)
    {
        Assert.That(EngineFixture.WithTables().Error("Scan", $"{{'TableName':'range',{parameters}}}"), Does.StartWith("ValidationException: ").And.Contains(reason));
    }

    [Test]
    public void An_index_is_read_in_its_own_order()
    {
        var engine = WithIndexes();

        var response = engine.Ok("Query", "{'TableName':'people','IndexName':'by-city','KeyConditionExpression':'city = :c AND age > :a','ExpressionAttributeValues':{':c':{'S':'Rome'},':a':{'N':'10'}}}");
        var local = engine.Ok("Query", "{'TableName':'people','IndexName':'by-age','KeyConditionExpression':'p = :p','ExpressionAttributeValues':{':p':{'S':'k'}},'ScanIndexForward':false}");

        Assert.That(response["Items"]!.AsArray().Select(static item => (string)item!["r"]!["S"]!), Is.EqualTo((string[])["c", "a", "b"]));
        Assert.That(local["Items"]!.AsArray().Select(static item => (string)item!["age"]!["N"]!), Is.EqualTo((string[])["50", "40", "30", "20", "9", "9"]));
    }

    [Test]
    public void An_index_that_projects_only_keys_returns_only_keys()
    {
        var engine = WithIndexes();

        var response = engine.Ok("Query", "{'TableName':'people','IndexName':'by-age','KeyConditionExpression':'p = :p AND age = :a','ExpressionAttributeValues':{':p':{'S':'k'},':a':{'N':'9'}}}");

        Assert.That(EngineFixture.Text(response["Items"]), Is.EqualTo("[{'p':{'S':'k'},'age':{'N':'9'},'r':{'S':'d'}},{'p':{'S':'k'},'age':{'N':'9'},'r':{'S':'f'}}]"));
    }

    [TestCase("'IndexName':'by-city','KeyConditionExpression':'city = :c','ExpressionAttributeValues':{':c':{'S':'Rome'}}", "Query", 5)]
    [TestCase("'IndexName':'by-city'", "Scan", 6)]
    public void The_pages_of_an_index_return_each_item_once(string parameters, string operation, int count)
    {
        Assert.That(AllPages(WithIndexes(), operation, $"'TableName':'people',{parameters},'Limit':1"), Has.Count.EqualTo(count).And.Unique);
    }

    [Test]
    public void An_index_key_of_another_type_is_rejected()
    {
        var engine = WithIndexes();

        Assert.That(
            engine.Error("PutItem", "{'TableName':'people','Item':{'p':{'S':'k'},'r':{'S':'x'},'age':{'S':'old'}}}"),
            Does.Contain("Type mismatch for key age expected: N actual: S"));
        Assert.That(
            engine.Error("UpdateItem", "{'TableName':'people','Key':{'p':{'S':'k'},'r':{'S':'a'}},'UpdateExpression':'SET city = :c','ExpressionAttributeValues':{':c':{'S':''}}}"),
            Does.Contain("empty string value. Key: city"));
        Assert.That(engine.Error("Query", "{'TableName':'people','IndexName':'by-city','ConsistentRead':true}"), Does.Contain("Consistent reads are not supported"));
    }

    private static EngineFixture WithItems(string rangeType, params string[] ranges)
    {
        var engine = EngineFixture.WithTables(rangeType);
        foreach (var (position, range) in ranges.Index())
        {
            engine.Ok("PutItem", $"{{'TableName':'range','Item':{{'p':{{'S':'k'}},'r':{{'{rangeType}':'{range}'}},'x':{{'N':'{position + 1}'}}}}}}");
        }

        engine.Ok("PutItem", $"{{'TableName':'range','Item':{{'p':{{'S':'other'}},'r':{{'{rangeType}':'7'}}}}}}");
        return engine;
    }

    private static EngineFixture WithIndexes()
    {
        var engine = new EngineFixture();
        engine.Ok("CreateTable", """
            {'TableName':'people','BillingMode':'PAY_PER_REQUEST',
             'KeySchema':[{'AttributeName':'p','KeyType':'HASH'},{'AttributeName':'r','KeyType':'RANGE'}],
             'AttributeDefinitions':[{'AttributeName':'p','AttributeType':'S'},{'AttributeName':'r','AttributeType':'S'},{'AttributeName':'city','AttributeType':'S'},{'AttributeName':'age','AttributeType':'N'}],
             'GlobalSecondaryIndexes':[{'IndexName':'by-city','Projection':{'ProjectionType':'ALL'},
               'KeySchema':[{'AttributeName':'city','KeyType':'HASH'},{'AttributeName':'age','KeyType':'RANGE'}]}],
             'LocalSecondaryIndexes':[{'IndexName':'by-age','Projection':{'ProjectionType':'KEYS_ONLY'},
               'KeySchema':[{'AttributeName':'p','KeyType':'HASH'},{'AttributeName':'age','KeyType':'RANGE'}]}]}
            """);
        (string Range, string? City, int Age)[] people = [("a", "Rome", 30), ("b", "Rome", 40), ("c", "Rome", 20), ("d", "Rome", 9), ("e", null, 50), ("f", "Rome", 9)];
        foreach (var (range, city, age) in people)
        {
            var home = city is null ? "" : $",'city':{{'S':'{city}'}}";
            engine.Ok("PutItem", $"{{'TableName':'people','Item':{{'p':{{'S':'k'}},'r':{{'S':'{range}'}},'age':{{'N':'{age}'}},'x':{{'S':'y'}}{home}}}}}");
        }

        engine.Ok("PutItem", "{'TableName':'people','Item':{'p':{'S':'other'},'r':{'S':'a'},'age':{'N':'30'},'city':{'S':'Oslo'}}}");
        return engine;
    }

    private static string Query(string condition, string values, string more = "") =>
        $"{{'TableName':'range','KeyConditionExpression':'{condition}','ExpressionAttributeValues':{{':p':{{'S':'k'}}{(values.Length > 0 ? "," : "")}{values}}}{(more.Length > 0 ? "," : "")}{more}}}";

    private static string[] Ranges(JsonObject response) =>
        [.. response["Items"]!.AsArray().Select(static item => (string)(item!["r"]!["N"] ?? item["r"]!["S"])!)];

    private static List<string> AllPages(EngineFixture engine, string operation, string parameters)
    {
        var items = new List<string>();
        JsonNode? last = null;
        for (var page = 0; page < 100; page++)
        {
            var response = engine.Ok(operation, $"{{{parameters}{(last is null ? "" : $",'ExclusiveStartKey':{last.ToJsonString()}")}}}");
            items.AddRange(response["Items"]!.AsArray().Select(static item => item!.ToJsonString()));
            last = response["LastEvaluatedKey"];
            if (last is null)
            {
                return items;
            }
        }

        throw new AssertionException($"The paging does not end; it is at {last}.");
    }
}
