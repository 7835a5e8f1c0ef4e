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
    public void A_write_names_its_tables(string body, string expected) =>
        Assert.That(string.Join(' ', TableNames.Parse(Encoding.UTF8.GetBytes(body))), Is.EqualTo(expected));

    [TestCase("")]
    [TestCase("no JSON")]
    [TestCase("[]")]
    [TestCase("""{"TableName":1}""")]
    [TestCase("""{"TableName":""")]
    public void What_is_no_write_names_none(string body) => Assert.That(TableNames.Parse(Encoding.UTF8.GetBytes(body)), Is.Empty);

    [Test]
    public void Of_a_body_that_breaks_off_the_tables_up_to_there_are_named() =>
        Assert.That(TableNames.Parse("""{"RequestItems":{"a":[],"b":[{"""u8), Is.EqualTo(["a", "b"]));
}
