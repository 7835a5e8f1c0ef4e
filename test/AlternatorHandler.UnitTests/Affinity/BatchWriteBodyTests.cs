namespace AlternatorHandler.UnitTests.Affinity;

// The sorted nodes are node1, node10, node2 and node3, with the indexes 0 to 3.
public sealed class BatchWriteBodyTests
{
    private const int Nodes = 4;

    [Test]
    public void Nodes_are_ordered_by_votes_and_nodes_without_a_vote_follow_sorted()
    {
        (string a, string b, string c) = (FindKey(2), FindKey(3), FindKey(2, skip: 1));
        Assert.That(Order(Put("orders", "id", a), Delete("orders", "id", b), Put("audit", "who", c)), Is.EqualTo((int[])[2, 3, 0, 1]));
    }

    [Test]
    public void Reordered_tables_and_items_and_other_attributes_give_the_same_order_of_nodes()
    {
        (string a, string b) = (FindKey(3), FindKey(1));
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
    public void With_equal_votes_the_node_that_sorts_first_is_preferred()
    {
        Assert.That(Order(Put("orders", "id", FindKey(3)), Put("orders", "id", FindKey(2))), Is.EqualTo((int[])[2, 3, 0, 1]));
    }

    [Test]
    public void Deletes_in_a_batch_count_as_votes_like_puts()
    {
        Assert.That(Order(Delete("orders", "id", FindKey(1)), Delete("orders", "id", FindKey(1, skip: 1)), Put("orders", "id", FindKey(0))), Is.EqualTo((int[])[1, 0, 2, 3]));
    }

    [Test]
    public void A_write_without_a_usable_key_has_no_vote()
    {
        string a = FindKey(3);
        string other = FindKey(0);
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
        string body = Body.Object([Body.Member("RequestItems", Body.Object([
            Body.Member("unknown", $"[{put}]"),
            Body.Member("audit", "null"),
            Body.Member("bücher", Body.PutRequest(Body.S("schlüssel", other))),
            Body.Member("orders", $"[{string.Join(',', unusable)},{Body.DeleteRequest(Body.S("id", a))}]"),
        ]))]);
        TestKeyNames names = Scan.Names();
        Assert.That(Scan.Hashes("BatchWriteItem", body, names: names), Is.EqualTo([Scan.HashString(a)]));
        Assert.That(names.Reported, Is.EqualTo((string[])["unknown"]));
        Assert.That(Scan.Order("BatchWriteItem", body, Nodes), Is.EqualTo((int[])[3, 0, 1, 2]));
    }

    [Test]
    public void Members_before_the_key_are_skipped_and_the_first_of_duplicates_counts()
    {
        Assert.That(
            Scan.Hashes(
                "BatchWriteItem",
                """{"ReturnConsumedCapacity":"TOTAL","RequestItems":{"orders":[{"PutRequest":{"Other":{"a":1},"Item":{"id":{"S":"x"}}},"PutRequest":{"Item":{"id":{"S":"y"}}}}]}}"""),
            Is.EqualTo([Scan.HashString("x")]));
    }

    [TestCase("""{"S":"string-key"}""")]
    [TestCase("""{"N":"42"}""")]
    [TestCase("""{"B":"AP8="}""")]
    public void A_key_of_any_type_votes_for_the_node_that_a_single_write_prefers(string value)
    {
        int[]? alone = Scan.Order("PutItem", Body.Put("\"id\":" + value), Nodes);
        int[]? batch = Scan.Order("BatchWriteItem", Body.Batch(("orders", Body.PutRequest("\"id\":" + value))), Nodes);
        Assert.That(batch, Is.Not.Null);
        Assert.That(batch[0], Is.EqualTo(alone![0]));
    }

    [Test]
    public void A_batch_of_a_thousand_writes_is_read_completely()
    {
        string[] keys = [.. Enumerable.Range(0, 1000).Select(i => $"key {i}")];
        string body = Body.Batch([.. keys.Select(key => Put("orders", "id", key))]);
        Assert.That(Scan.Hashes("BatchWriteItem", body), Is.EqualTo(keys.Select(Scan.HashString)));
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
    public void A_batch_without_a_usable_key_prefers_no_node(string body)
    {
        Assert.That(Scan.Hashes("BatchWriteItem", body), Is.Null);
    }

    private static string FindKey(int node, int skip = 0)
    {
        return Enumerable.Range(0, 1000).Select(i => $"key-{i}").Where(Prefers).ElementAt(skip);

        bool Prefers(string key) => Scan.Order("PutItem", Body.Put(Body.S("id", key)), Nodes)![0] == node;
    }

    private static int[]? Order(params (string Table, string Write)[] writes) => Scan.Order("BatchWriteItem", Body.Batch(writes), Nodes);

    private static (string, string) Put(string table, string key, string value) => (table, Body.PutRequest(Body.S(key, value)));

    private static (string, string) Delete(string table, string key, string value) => (table, Body.DeleteRequest(Body.S(key, value)));
}
