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
    public void A_key_hashes_by_its_decoded_value(string value, long expected)
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
    public void A_value_that_is_no_key_gives_no_preference(string value)
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
    public void A_body_that_is_not_a_put_gives_no_preference(string body)
    {
        var names = Scan.Names();
        Assert.That(Scan.Hashes("PutItem", body, names: names), Is.Null);
        Assert.That(names.Asked, Is.Empty, "no table to get to know");
    }

    [Test]
    public void Names_compare_by_what_they_mean()
    {
        long[] expected = [Scan.OfString("x")];
        Assert.That(Scan.Hashes("PutItem", """{"\u0049tem":{"i\u0064":{"S":"x"}},"Table\u004Eame":"\u006frders"}"""), Is.EqualTo(expected));
        Assert.That(Scan.Hashes("UpdateItem", """{"Key":{"schl\u00FCssel":{"S":"x"}},"TableName":"b\u00fccher"}"""), Is.EqualTo(expected));
        Assert.That(Scan.Hashes("UpdateItem", """{"Key":{"schlüssel":{"S":"x"}},"TableName":"bücher"}"""), Is.EqualTo(expected));
    }

    [Test]
    public void A_key_longer_than_any_buffer_hashes_like_a_short_one()
    {
        string value = string.Concat(Enumerable.Repeat("längerer Text\n", 10_000));
        string escaped = value.Replace("\n", "\\n", StringComparison.Ordinal);
        Assert.That(Scan.Hashes("PutItem", Body.Put(Body.S("id", escaped))), Is.EqualTo([Scan.OfString(value)]));
    }

    [Test]
    public void The_first_of_repeated_members_counts()
    {
        const string Repeated = """
            {"Item":{"id":{"S":"first"},"id":{"S":"second"}},"Item":{"id":{"S":"third"}},"TableName":"orders","TableName":"audit","ReturnValues":"ALL_OLD"}
            """;
        Assert.That(Scan.Hashes("PutItem", Repeated, AlternatorKeyAffinityMode.ReadModifyWrite), Is.EqualTo([Scan.OfString("first")]));
    }

    [Test]
    public void The_deepest_document_that_the_server_takes_is_read()
    {
        Assert.That(Scan.Hashes("PutItem", PutOfDepth(32)), Is.EqualTo([Scan.OfString("x")]));
    }

    [Test]
    public void A_document_deeper_than_any_gives_no_preference()
    {
        Assert.That(Scan.Hashes("PutItem", PutOfDepth(100_000)), Is.Null);
    }

    [Test]
    public void An_unknown_table_is_made_known_and_gives_no_preference()
    {
        TestKeyNames names = Scan.Names();
        Assert.That(Scan.Hashes("PutItem", """{"Item":{"id":{"S":"x"}},"TableName":"new \u0026 shiny"}""", names: names), Is.Null);
        Assert.That(names.Asked, Is.EqualTo((string[])["new & shiny"]));
    }

    [Test]
    public void A_table_that_nothing_needs_is_not_made_known()
    {
        TestKeyNames names = Scan.Names();
        Scan.Hashes("PutItem", """{"Item":{"id":{"S":"x"}},"TableName":"new"}""", AlternatorKeyAffinityMode.ReadModifyWrite, names);
        Scan.Hashes("GetItem", """{"Key":{"id":{"S":"x"}},"TableName":"new"}""", names: names);
        Assert.That(names.Asked, Is.Empty);
    }

    private static byte[] PutOfDepth(int levels)
    {
        string open = string.Concat(Enumerable.Repeat("""{"M":{"a":""", levels));
        string close = new('}', 2 * levels);
        return Encoding.UTF8.GetBytes(Body.Put($"\"deep\":{open}{{\"N\":\"1\"}}{close},{Body.S("id", "x")}"));
    }
}
