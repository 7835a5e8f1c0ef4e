namespace AlternatorHandler.UnitTests.Affinity;

// Nodes are node1, node10, node2, node3 once sorted: 0, 1, 2, 3.
public sealed class BatchWriteBodyTests
{
    private const int Nodes = 4;

    [Test]
    public void The_node_that_most_keys_prefer_comes_first_then_the_other_voted_then_the_rest_sorted()
    {
        (string a, string b, string c) = (KeyOf(2), KeyOf(3), KeyOf(2, skip: 1));
        Assert.That(Order(Put("orders", "id", a), Delete("orders", "id", b), Put("audit", "who", c)), Is.EqualTo((int[])[2, 3, 0, 1]));
    }

    [Test]
    public void Neither_the_order_of_tables_and_items_nor_other_attributes_matter()
    {
        (string a, string b) = (KeyOf(3), KeyOf(1));
        int[]? first = Order(
            ("orders", Body.PutRequest(Body.S("id", a) + """ ,"x":{"N":"1"} """)),
            ("orders", Body.DeleteRequest(Body.S("id", b))),
            ("audit", Body.PutRequest(Body.S("who", a))));
        int[]? second = Order(
            ("audit", Body.PutRequest(""" "z":{"BOOL":true}, """ + Body.S("who", a))),
            ("orders", Body.DeleteRequest(Body.S("id", b))),
            ("orders", Body.PutRequest(Body.S("id", a))));
        Assert.That(first, Is.EqualTo((int[])[3, 1, 0, 2]));
        Assert.That(second, Is.EqualTo(first));
    }

    [Test]
    public void A_tie_goes_to_the_node_that_sorts_first()
    {
        Assert.That(Order(Put("orders", "id", KeyOf(3)), Put("orders", "id", KeyOf(2))), Is.EqualTo((int[])[2, 3, 0, 1]));
    }

    [Test]
    public void Deletes_vote_like_puts()
    {
        Assert.That(Order(Delete("orders", "id", KeyOf(1)), Delete("orders", "id", KeyOf(1, skip: 1)), Put("orders", "id", KeyOf(0))), Is.EqualTo((int[])[1, 0, 2, 3]));
    }

    [Test]
    public void What_has_no_usable_key_has_no_vote()
    {
        string a = KeyOf(3);
        string other = KeyOf(0);
        string put = Body.PutRequest(Body.S("id", other));
        string delete = Body.DeleteRequest(Body.S("id", other));
        string[] unusable =
        [
            "{}", "null", "1", "\"x\"", "[]", """{"PutRequest":{}}""", """{"PutRequest":null}""", """{"PutRequest":{"Item":{}}}""",
            """{"PutRequest":{"Item":null}}""", """{"PutRequest":{"Item":null,"id":{"S":"x"}}}""", """{"DeleteRequest":{"Key":[]}}""",
            put.Replace("Item", "Key", StringComparison.Ordinal),
            put[..^1] + "," + delete[1..],
            put[..^1] + "," + put[1..^1] + "," + delete[1..],
            delete[..^1] + "," + delete[1..^1] + "," + put[1..],
            delete.Replace("DeleteRequest", "Other", StringComparison.Ordinal),
            Body.PutRequest(""" "id":{"BOOL":true} """),
            Body.PutRequest(""" "id":{} """),
            Body.PutRequest(Body.S("other", other)),
        ];
        string body = Body.Of([Body.Member("RequestItems", Body.Of([
            Body.Member("unknown", $"[{put}]"),
            Body.Member("audit", "null"),
            Body.Member("bücher", Body.PutRequest(Body.S("schlüssel", other))),
            Body.Member("orders", $"[{string.Join(',', unusable)},{Body.DeleteRequest(Body.S("id", a))}]"),
        ]))]);
        TestKeyNames names = Scan.Names();
        Assert.That(Scan.Hashes("BatchWriteItem", body, names: names), Is.EqualTo([Scan.OfString(a)]));
        Assert.That(names.Asked, Is.EqualTo((string[])["unknown"]));
        Assert.That(Scan.Order("BatchWriteItem", body, Nodes), Is.EqualTo((int[])[3, 0, 1, 2]));
    }

    [Test]
    public void What_stands_before_a_member_is_passed_over_and_of_two_the_first_counts()
    {
        Assert.That(
            Scan.Hashes(
                "BatchWriteItem",
                """{"ReturnConsumedCapacity":"TOTAL","RequestItems":{"orders":[{"PutRequest":{"Other":{"a":1},"Item":{"id":{"S":"x"}}},"PutRequest":{"Item":{"id":{"S":"y"}}}}]}}"""),
            Is.EqualTo([Scan.OfString("x")]));
    }

    [TestCase("""{"S":"string-key"}""")]
    [TestCase("""{"N":"42"}""")]
    [TestCase("""{"B":"AP8="}""")]
    public void A_key_of_each_type_votes_for_the_node_it_would_go_to_alone(string value)
    {
        int[]? alone = Scan.Order("PutItem", Body.Put("\"id\":" + value), Nodes);
        int[]? batch = Scan.Order("BatchWriteItem", Body.Batch(("orders", Body.PutRequest("\"id\":" + value))), Nodes);
        Assert.That(batch, Is.Not.Null);
        Assert.That(batch[0], Is.EqualTo(alone![0]));
    }

    [Test]
    public void A_batch_of_any_size_is_read()
    {
        string[] keys = [.. Enumerable.Range(0, 1000).Select(i => $"key {i}")];
        string body = Body.Batch([.. keys.Select(key => Put("orders", "id", key))]);
        Assert.That(Scan.Hashes("BatchWriteItem", body), Is.EqualTo(keys.Select(Scan.OfString)));
    }

    [TestCase("{}")]
    [TestCase("""{"RequestItems":null}""")]
    [TestCase("""{"RequestItems":null,"orders":[{"PutRequest":{"Item":{"id":{"S":"x"}}}}]}""")]
    [TestCase("""{"RequestItems":{}}""")]
    [TestCase("""{"RequestItems":{"orders":[]}}""")]
    [TestCase("""{"RequestItems":[{"orders":[]}]}""")]
    [TestCase("""{"Nested":{"RequestItems":{"orders":[{"PutRequest":{"Item":{"id":{"S":"x"}}}}]}}}""")]
    [TestCase("""{"RequestItems":{"orders":[{"PutRequest":{"Item":{"id":{"S":"x"}}}}""")]
    [TestCase("""{"RequestItems":{"orders":[{"PutRequest":{"Item":{"id":{"S":"\ud800"}}}}]}}""")]
    public void A_batch_without_a_single_key_gives_no_preference(string body)
    {
        Assert.That(Scan.Hashes("BatchWriteItem", body), Is.Null);
    }

    private static string KeyOf(int node, int skip = 0)
    {
        return Enumerable.Range(0, 1000).Select(i => $"key-{i}").Where(Prefers).ElementAt(skip);

        bool Prefers(string key) => Scan.Order("PutItem", Body.Put(Body.S("id", key)), Nodes)![0] == node;
    }

    private static int[]? Order(params (string Table, string Write)[] writes) => Scan.Order("BatchWriteItem", Body.Batch(writes), Nodes);

    private static (string, string) Put(string table, string key, string value) => (table, Body.PutRequest(Body.S(key, value)));

    private static (string, string) Delete(string table, string key, string value) => (table, Body.DeleteRequest(Body.S(key, value)));
}
