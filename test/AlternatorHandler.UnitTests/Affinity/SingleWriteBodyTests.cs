using System.Text;

namespace AlternatorHandler.UnitTests.Affinity;

public sealed class SingleWriteBodyTests
{
    [TestCase("""{"S":"user_123"}""", -4025731529809423594)]
    [TestCase("""{"S":""}""", 8849112093580131862)]
    [TestCase("""{"S":"こんにちは"}""", -8746014667889746860)]
    [TestCase("""{"S":"\u3053\u3093\u306B\u3061\u306f"}""", -8746014667889746860)]
    [TestCase("""{"S":"\u0068ell\u006F"}""", 8815023923555918238)]
    [TestCase("""{"\u0053":"hello"}""", 8815023923555918238)]
    [TestCase(""" { "S" : "hello" } """, 8815023923555918238)]
    [TestCase("""{"N":"42"}""", -5061732451827723051)]
    [TestCase("""{"N":"4\u0032"}""", -5061732451827723051)]
    [TestCase("""{"N":"1.23E10"}""", -8571981415737439826)]
    [TestCase("""{"B":"AQID"}""", 5026299041734804437)]
    [TestCase("""{"B":""}""", 8244620721157455449)]
    [TestCase("""{"B":"/wCA"}""", 14533934253577680)]
    [TestCase("""{"B":"\/wCA"}""", 14533934253577680)]
    [TestCase("""{"B":"\u002fwC\u0041"}""", 14533934253577680)]
    public void A_key_is_hashed_by_its_decoded_value(string value, long expected)
    {
        Assert.That(Scan.Hashes("PutItem", Body.Put("""  "a":{"M":{"id":{"S":"inner"}}},"id": """ + value + """ ,"z":{"N":"1"} """)), Is.EqualTo([expected]));
        Assert.That(Scan.Hashes("DeleteItem", Body.Delete("\"id\":" + value)), Is.EqualTo([expected]));
    }

    [TestCase("""{"BOOL":true}""")]
    [TestCase("""{"NULL":true}""")]
    [TestCase("""{"SS":["a"]}""")]
    [TestCase("""{"L":[{"S":"a"}]}""")]
    [TestCase("""{"M":{"S":{"S":"a"}}}""")]
    [TestCase("""{"s":"a"}""")]
    [TestCase("""{"S":1}""")]
    [TestCase("""{"N":42}""")]
    [TestCase("""{"S":null}""")]
    [TestCase("""{"S":{"S":"a"}}""")]
    [TestCase("""{"S":"a","N":"1"}""")]
    [TestCase("""{"S":"a","S":"a"}""")]
    [TestCase("""{"B":"AQI"}""")]
    [TestCase("""{"B":"not base64"}""")]
    [TestCase("""{"S":"\ud800"}""")]
    [TestCase("""{"S":"\udc00\ud800"}""")]
    [TestCase("""{}""")]
    [TestCase("""[]""")]
    [TestCase("""null""")]
    [TestCase("\"a\"")]
    public void A_value_that_cannot_be_a_key_prefers_no_node(string value)
    {
        Assert.That(Scan.Hashes("PutItem", Body.Put("\"id\":" + value)), Is.Null);
    }

    [TestCase("")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("\"PutItem\"")]
    [TestCase("{}")]
    [TestCase("""{"TableName":"orders"}""")]
    [TestCase("""{"Item":{"id":{"S":"a"}}}""")]
    [TestCase("""{"Item":{},"TableName":"orders"}""")]
    [TestCase("""{"Item":{"ID":{"S":"a"}},"TableName":"orders"}""")]
    [TestCase("""{"Item":null,"TableName":"orders"}""")]
    [TestCase("""{"Item":[{"id":{"S":"a"}}],"TableName":"orders"}""")]
    [TestCase("""{"Key":{"id":{"S":"a"}},"TableName":"orders"}""")]
    [TestCase("""{"Item":{"id":{"S":"a"}},"TableName":null}""")]
    [TestCase("""{"Item":{"id":{"S":"a"}},"TableName":1}""")]
    [TestCase("""{"Item":{"id":{"S":"a"}},"tablename":"orders"}""")]
    [TestCase("""{"Item":{"id":{"S":"a"}},"Nested":{"TableName":"orders"}}""")]
    [TestCase("""{"Item":{"id":{"S":"a"}},"TableName":"orders""")]
    [TestCase("""{"Item":{"id":{"S":"a"},"TableName":"orders"}""")]
    [TestCase("""{"Item":{"id":{"S":"a"}}"TableName":"orders"}""")]
    [TestCase("""{"Item":{"id":{"S":"a"}},"TableName":"\udfff"}""")]
    public void A_body_that_is_not_a_put_prefers_no_node(string body)
    {
        var names = Scan.Names();
        Assert.That(Scan.Hashes("PutItem", body, names: names), Is.Null);
        Assert.That(names.Reported, Is.Empty, "no table is reported");
    }

    [Test]
    public void Names_are_compared_after_unescaping()
    {
        long[] expected = [Scan.HashString("x")];
        Assert.That(Scan.Hashes("PutItem", """{"\u0049tem":{"i\u0064":{"S":"x"}},"Table\u004Eame":"\u006frders"}"""), Is.EqualTo(expected));
        Assert.That(Scan.Hashes("UpdateItem", """{"Key":{"schl\u00FCssel":{"S":"x"}},"TableName":"b\u00fccher"}"""), Is.EqualTo(expected));
        Assert.That(Scan.Hashes("UpdateItem", """{"Key":{"schlüssel":{"S":"x"}},"TableName":"bücher"}"""), Is.EqualTo(expected));
    }

    [Test]
    public void A_key_longer_than_the_buffers_is_hashed_completely()
    {
        string value = string.Concat(Enumerable.Repeat("längerer Text\n", 10_000));
        string escaped = value.Replace("\n", "\\n", StringComparison.Ordinal);
        Assert.That(Scan.Hashes("PutItem", Body.Put(Body.S("id", escaped))), Is.EqualTo([Scan.HashString(value)]));
    }

    [Test]
    public void The_first_of_duplicate_members_counts()
    {
        const string Repeated = """
            {"Item":{"id":{"S":"first"},"id":{"S":"second"}},"Item":{"id":{"S":"third"}},"TableName":"orders","TableName":"audit","ReturnValues":"ALL_OLD"}
            """;
        Assert.That(Scan.Hashes("PutItem", Repeated, AlternatorKeyAffinityMode.ReadModifyWrite), Is.EqualTo([Scan.HashString("first")]));
    }

    [Test]
    public void The_deepest_document_that_the_server_accepts_is_read()
    {
        Assert.That(Scan.Hashes("PutItem", PutOfDepth(32)), Is.EqualTo([Scan.HashString("x")]));
    }

    [Test]
    public void A_document_deeper_than_the_limit_prefers_no_node()
    {
        Assert.That(Scan.Hashes("PutItem", PutOfDepth(100_000)), Is.Null);
    }

    [Test]
    public void An_unknown_table_is_reported_and_its_write_prefers_no_node()
    {
        TestKeyNames names = Scan.Names();
        Assert.That(Scan.Hashes("PutItem", """{"Item":{"id":{"S":"x"}},"TableName":"new \u0026 shiny"}""", names: names), Is.Null);
        Assert.That(names.Reported, Is.EqualTo((string[])["new & shiny"]));
    }

    [Test]
    public void An_unknown_table_is_not_reported_for_an_operation_without_affinity()
    {
        TestKeyNames names = Scan.Names();
        Scan.Hashes("PutItem", """{"Item":{"id":{"S":"x"}},"TableName":"new"}""", AlternatorKeyAffinityMode.ReadModifyWrite, names);
        Scan.Hashes("GetItem", """{"Key":{"id":{"S":"x"}},"TableName":"new"}""", names: names);
        Assert.That(names.Reported, Is.Empty);
    }

    private static byte[] PutOfDepth(int levels)
    {
        string open = string.Concat(Enumerable.Repeat("""{"M":{"a":""", levels));
        string close = new('}', 2 * levels);
        return Encoding.UTF8.GetBytes(Body.Put($"\"deep\":{open}{{\"N\":\"1\"}}{close},{Body.S("id", "x")}"));
    }
}
