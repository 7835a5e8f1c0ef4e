using System.Text;
using AlternatorHandler.Affinity;

namespace AlternatorHandler.UnitTests.Affinity;

public sealed class TableNamesTests
{
    [TestCase("""{"TableName":"a","Item":{"TableName":{"S":"no"}}}""", "a")]
    [TestCase("""{"Item":{"id":{"S":"x"}},"TableName":"a","Other":1}""", "a")]
    [TestCase("""{"Other":[1,{"TableName":"no"}],"TableName":"b\u00fccher"}""", "bücher")]
    [TestCase("""{"TableName":"a","TableName":"b"}""", "a b")]
    [TestCase("""{"TableName":null}""", "")]
    [TestCase("""{"RequestItems":{"a":[{"PutRequest":{"TableName":"no"}}],"b":[]},"Other":{}}""", "a b")]
    [TestCase("""{"Other":{"c":[]},"RequestItems":{"a":null,"b":{"c":1}}}""", "a b")]
    [TestCase("""{"RequestItems":["a"],"TableName":"b"}""", "b")]
    [TestCase("""{"RequestItems":{"a":[]},"TableName":"b"}""", "a b")]
    [TestCase("""{"RequestItems":"a"}""", "")]
    [TestCase("{}", "")]
    public void The_tables_of_a_write_are_parsed_from_its_body(string body, string expected) =>
        Assert.That(string.Join(' ', TableNames.Parse(Encoding.UTF8.GetBytes(body))), Is.EqualTo(expected));

    [TestCase("")]
    [TestCase("not JSON")]
    [TestCase("[]")]
    [TestCase("""{"TableName":1}""")]
    [TestCase("""{"TableName":""")]
    public void A_body_that_is_not_a_write_has_no_tables(string body) => Assert.That(TableNames.Parse(Encoding.UTF8.GetBytes(body)), Is.Empty);

    [Test]
    public void The_tables_before_the_end_of_a_truncated_body_are_parsed() =>
        Assert.That(TableNames.Parse("""{"RequestItems":{"a":[],"b":[{"""u8), Is.EqualTo(["a", "b"]));
}
