using System.Net;
using System.Text;
using System.Text.Json;
using AlternatorHandler.Discovery;
using FsCheck;
using FsCheck.Fluent;

namespace AlternatorHandler.UnitTests.Discovery;

public sealed class LocalNodesParserTests
{
    private const int MaxNodes = 4096;

    [TestCase("[]", "")]
    [TestCase(""" [ "10.0.0.1" , "10.0.0.2" ] """, "10.0.0.1 10.0.0.2")]
    [TestCase("""["10.0.0.1","10.0.0.1"]""", "10.0.0.1 10.0.0.1")]
    [TestCase("""["::1","[::2]","2001:DB8:0:0::1","::ffff:10.0.0.1"]""", "::1 ::2 2001:db8::1 ::ffff:10.0.0.1")]
    [TestCase("""["1\u0030.0.0.1"]""", "10.0.0.1")]
    [TestCase("""["127.0.0.1","255.255.255.254","0.0.0.1"]""", "127.0.0.1 255.255.255.254 0.0.0.1")]
    public void Listed_addresses_are_parsed_in_their_order(string json, string expected)
    {
        var response = Parse(json);

        Assert.That(string.Join(' ', response.Addresses), Is.EqualTo(expected));
        Assert.That((response.Skipped, response.Example), Is.EqualTo((0, (string?)null)));
    }

    // Not an address.
    [TestCase("\"\"")]
    [TestCase("\" \"")]
    [TestCase("\"localhost\"")]
    [TestCase("\"node.example\"")]
    [TestCase("\"8d5ed9f4-7764-4dbd-bad8-43fddce94b7c\"")]
    [TestCase("\"deadbeef\"")]
    [TestCase("\"[]\"")]
    [TestCase("\"[\"")]
    [TestCase("\"::1]\"")]
    [TestCase("\"[::1\"")]
    [TestCase("\"[[::1]]\"")]
    [TestCase("\"\\u0000\"")]

    // More than an address.
    [TestCase("\"10.0.0.1:8000\"")]
    [TestCase("\"[::1]:8000\"")]
    [TestCase("\"http://10.0.0.1\"")]
    [TestCase("\"10.0.0.1/path\"")]
    [TestCase("\"10.0.0.1/24\"")]
    [TestCase("\"10.0.0.1?x\"")]
    [TestCase("\"10.0.0.1#x\"")]
    [TestCase("\"user@10.0.0.1\"")]
    [TestCase("\"10.0.0.1@evil\"")]
    [TestCase("\" 10.0.0.1\"")]
    [TestCase("\"10.0.0.1 \"")]
    [TestCase("\"10.0.0.1\\r\\nHost: evil\"")]
    [TestCase("\"10.0.0.1\\u0000\"")]
    [TestCase("\"fe80::1%eth0\"")]
    [TestCase("\"fe80::1%1\"")]

    // Other notations of an IPv4 address.
    [TestCase("\"1\"")]
    [TestCase("\"127.1\"")]
    [TestCase("\"10.0.1\"")]
    [TestCase("\"167772161\"")]
    [TestCase("\"0x7f.0.0.1\"")]
    [TestCase("\"0x7f000001\"")]
    [TestCase("\"010.0.0.1\"")]
    [TestCase("\"10.0.0.01\"")]
    [TestCase("\"10.0.0.1.\"")]
    [TestCase("\"10.0.0.256\"")]
    [TestCase("\"10.0.0.1.1\"")]
    [TestCase("\"10..0.1\"")]
    [TestCase("\"[10.0.0.1]\"")]
    [TestCase("\"\u0661.0.0.1\"")]
    [TestCase("\"１0.0.0.1\"")]

    // Invalid IPv6 addresses.
    [TestCase("\"::1::\"")]
    [TestCase("\"1:2:3:4:5:6:7:8:9\"")]
    [TestCase("\"12345::\"")]
    [TestCase("\"fd00::10.0.0.01\"")]
    [TestCase("\"fd00::10.0.1\"")]

    // Addresses that cannot be those of a node.
    [TestCase("\"0.0.0.0\"")]
    [TestCase("\"::\"")]
    [TestCase("\"255.255.255.255\"")]
    [TestCase("\"224.0.0.1\"")]
    [TestCase("\"239.1.2.3\"")]
    [TestCase("\"ff02::1\"")]
    [TestCase("\"::ffff:0.0.0.0\"")]
    [TestCase("\"::ffff:255.255.255.255\"")]
    [TestCase("\"[::ffff:e000:1]\"")]

    // Not a string.
    [TestCase("null")]
    [TestCase("true")]
    [TestCase("10.5")]
    [TestCase("167772161")]
    [TestCase("[]")]
    [TestCase("[\"10.0.0.3\"]")]
    [TestCase("{\"10.0.0.3\":\"10.0.0.4\"}")]
    [TestCase("[[[{\"a\":[\"10.0.0.5\"]}]]]")]
    public void An_entry_that_is_not_a_node_address_is_skipped_and_the_others_are_kept(string entry)
    {
        var response = Parse($"""["10.0.0.1",{entry},"10.0.0.2"]""");

        Assert.That(string.Join(' ', response.Addresses), Is.EqualTo("10.0.0.1 10.0.0.2"));
        Assert.That(response.Skipped, Is.EqualTo(1));
        Assert.That(response.Example, Is.Not.Null);
    }

    [TestCase("")]
    [TestCase(" ")]
    [TestCase("null")]
    [TestCase("42")]
    [TestCase("\"10.0.0.1\"")]
    [TestCase("{}")]
    [TestCase("""{"nodes":["10.0.0.1"]}""")]
    [TestCase("<html>")]
    [TestCase("[")]
    [TestCase("""["10.0.0.1" """)]
    [TestCase("""["10.0.0.1",""")]
    [TestCase("""["10.0.0.1",]""")]
    [TestCase("""["10.0.0.1" "10.0.0.2"]""")]
    [TestCase("""["10.0.0.1]""")]
    [TestCase("""["10.0.0.1"]]""")]
    [TestCase("""["10.0.0.1"] x""")]
    [TestCase("""["10.0.0.1"]["10.0.0.2"]""")]
    [TestCase("""["10.0.0.1",["10.0.0.2"]""")]
    [TestCase("""['10.0.0.1']""")]
    [TestCase("""["10.0.0.1"] // comment""")]
    [TestCase("""["\ud800"]""")]
    [TestCase("""["\q"]""")]
    public void A_response_that_is_not_a_JSON_array_is_rejected_as_a_whole(string json) => Assert.That(() => Parse(json), Throws.InstanceOf<FormatException>());

    [TestCase(new byte[] { (byte)'[', (byte)'"', 0xff, (byte)'"', (byte)']' })]
    [TestCase(new byte[] { (byte)'[', (byte)'"', 0xed, 0xa0, 0x80, (byte)'"', (byte)']' })]
    [TestCase(new byte[] { (byte)'[', (byte)'"', 0xc3, (byte)'"', (byte)']' })]
    [TestCase(new byte[] { 0xef, 0xbb, 0xbf, (byte)'[', (byte)']' })]
    [TestCase(new byte[] { 0, 0, 0, 0 })]
    public void A_response_that_is_not_UTF8_is_rejected_as_a_whole(byte[] json) => Assert.That(() => LocalNodesParser.Parse(json, MaxNodes), Throws.InstanceOf<FormatException>());

    [Test]
    public void Deep_nesting_is_rejected_without_exhausting_the_stack()
    {
        Assert.That(() => Parse(new string('[', 1_000_000)), Throws.InstanceOf<FormatException>());
        Assert.That(() => Parse(new string('[', 500_000) + new string(']', 500_000)), Throws.InstanceOf<FormatException>());
    }

    [Test]
    public void Entries_beyond_MaxNodes_are_skipped()
    {
        var response = LocalNodesParser.Parse("""["10.0.0.1","10.0.0.2","10.0.0.3"]"""u8, maxNodes: 2);

        Assert.That(string.Join(' ', response.Addresses), Is.EqualTo("10.0.0.1 10.0.0.2"));
        Assert.That((response.Skipped, response.Example), Is.EqualTo((1, "10.0.0.3")));
    }

    [TestCase("""10.0.0.1\r\nFAKE log line""", "10.0.0.1??FAKE log line")]
    [TestCase("""\u001b[31mred\u0007""", "?[31mred?")]
    [TestCase("""\u202e1.0.0.01""", "?1.0.0.01")]
    [TestCase("~home", "~home")]
    [TestCase("\u0430lternator", "?lternator")]
    public void The_example_of_skipped_entries_contains_only_printable_ASCII(string entry, string expected) => Assert.That(Parse($"""["{entry}"]""").Example, Is.EqualTo(expected));

    [Test]
    public void The_example_of_skipped_entries_has_at_most_64_characters()
    {
        Assert.That(Parse($"""["{new string('x', 100_000)}"]""").Example, Has.Length.EqualTo(64));
    }

    [Test]
    public void Random_bytes_are_parsed_or_throw_a_FormatException()
    {
        string[] fragments = ["[", "]", "\"", ",", "10.0.0.1", "::1", "{", "}", ":", "null", "\\u00", "\\ud800", " ", "\n", "1e999", "-", "é", "/*", "\0"];
        var fragment = Gen.OneOf(Gen.Elements(fragments).Select(Encoding.UTF8.GetBytes), Gen.Choose(0, 255).Select(value => new[] { (byte)value }));
        var json = from prefix in Gen.Elements(string.Empty, "[", "[\"")
                   from rest in fragment.ListOf()
                   select (byte[])[.. Encoding.UTF8.GetBytes(prefix), .. rest.SelectMany(bytes => bytes)];

        Prop.ForAll(json.ToArbitrary(), IsAccepted).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));
    }

    [Test]
    public void Random_addresses_are_parsed_as_listed_or_skipped()
    {
        var address = Gen.OneOf(
            Gen.Choose(0, 255).ArrayOf(4).Select(bytes => new IPAddress(Array.ConvertAll(bytes, value => (byte)value))),
            Gen.Choose(0, 255).ArrayOf(16).Select(bytes => new IPAddress(Array.ConvertAll(bytes, value => (byte)value))));

        Prop.ForAll(address.ListOf().ToArbitrary(), addresses =>
        {
            var response = Parse(JsonSerializer.Serialize(addresses.Select(item => item.ToString())));
            return response.Skipped + response.Addresses.Count == addresses.Count && response.Addresses.All(addresses.Contains);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    private static bool IsAccepted(byte[] json)
    {
        try
        {
            return LocalNodesParser.Parse(json, MaxNodes).Addresses.All(address => Parse($"""["{address}"]""").Addresses is [var again] && again.Equals(address));
        }
        catch (FormatException)
        {
            return true;
        }
    }

    private static LocalNodesResponse Parse(string json) => LocalNodesParser.Parse(Encoding.UTF8.GetBytes(json), MaxNodes);
}
