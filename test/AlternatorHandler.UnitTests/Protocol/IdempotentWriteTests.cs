using System.Text;
using AlternatorHandler.Protocol;
using FsCheck;
using FsCheck.Fluent;

namespace AlternatorHandler.UnitTests.Protocol;

public sealed class IdempotentWriteTests
{
    private const string Put = """{"TableName":"t","Item":{"id":{"S":"x"},"ConditionExpression":{"S":"an attribute"}}}""";

    [TestCase("PutItem", Put)]
    [TestCase("DeleteItem", """{"TableName":"t","Key":{"id":{"S":"x"}}}""")]
    [TestCase("UpdateItem", """{"TableName":"t","Key":{"id":{"S":"x"}}}""")]
    [TestCase("UpdateItem", """{"UpdateExpression":"SET a = :v REMOVE b","Key":{}}""")]
    [TestCase("UpdateItem", """{"UpdateExpression":null}""")]
    [TestCase("PutItem", """{"Item":{},"ReturnValues":"NONE"}""")]
    [TestCase("PutItem", """{"Item":{},"ReturnValues":null,"ConditionExpression":null,"Expected":{}}""")]
    [TestCase("UpdateItem", """{"AttributeUpdates":{},"Expected":null}""")]
    [TestCase("PutItem", """{"Item":{"a":{"L":[{"M":{"ReturnValues":{"S":"ALL_OLD"}}}]}},"ReturnConsumedCapacity":"TOTAL"}""")]
    [TestCase("BatchWriteItem", """{"RequestItems":{}}""")]
    [TestCase("PutItem", "{}")]
    public void A_write_that_sets_constant_values_is_idempotent(string operation, string body) => Assert.That(IsIdempotent(operation, body), Is.True);

    [TestCase("PutItem", """{"Item":{},"ConditionExpression":"attribute_not_exists(id)"}""")]
    [TestCase("PutItem", """{"Item":{},"ConditionExpression":""}""")]
    [TestCase("PutItem", """{"Item":{},"Condition\u0045xpression":"attribute_not_exists(id)"}""")]
    [TestCase("PutItem", """{"ConditionExpression":null,"ConditionExpression":"a = :v"}""")]
    [TestCase("DeleteItem", """{"Key":{},"Expected":{"a":{"Exists":false}}}""")]
    [TestCase("DeleteItem", """{"Key":{},"Expected":[]}""")]
    [TestCase("PutItem", """{"Item":{},"ReturnValues":"ALL_OLD"}""")]
    [TestCase("UpdateItem", """{"UpdateExpression":"SET a = :v","ReturnValues":"ALL_NEW"}""")]
    [TestCase("UpdateItem", """{"UpdateExpression":"SET a = :v","ReturnValues":"none"}""")]
    [TestCase("UpdateItem", """{"UpdateExpression":"SET a = :v","ReturnValues":1}""")]
    [TestCase("UpdateItem", """{"UpdateExpression":"ADD a :v"}""")]
    [TestCase("UpdateItem", """{"UpdateExpression":"SET a = :v","UpdateExpression":"ADD a :v"}""")]
    [TestCase("UpdateItem", """{"UpdateExpression":["SET a = :v"]}""")]
    [TestCase("UpdateItem", """{"UpdateExpression":"\ud800"}""")]
    [TestCase("UpdateItem", """{"AttributeUpdates":{"a":{"Action":"PUT","Value":{"N":"1"}}}}""")]
    [TestCase("UpdateItem", """{"AttributeUpdates":{"a":{"Action":"ADD","Value":{"N":"1"}}}}""")]
    [TestCase("PutItem", """{"UpdateExpression":"SET a = :v"}""")]
    [TestCase("TransactWriteItems", """{"TransactItems":[]}""")]
    [TestCase("CreateTable", "{}")]
    [TestCase("putitem", Put)]
    [TestCase("", Put)]
    [TestCase(null, Put)]
    public void A_write_that_depends_on_stored_values_or_is_unknown_is_not_idempotent(string? operation, string body) => Assert.That(IsIdempotent(operation, body), Is.False);

    [TestCase("")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("\"PutItem\"")]
    [TestCase("{")]
    [TestCase("""{"Item":{}""")]
    [TestCase("""{"Item":{"id":""")]
    [TestCase("""{"Item" {}}""")]
    [TestCase("""{"Item":{},}""")]
    [TestCase("{'Item':{}}")]
    [TestCase("\u001f\u008b\b")]
    public void A_write_with_an_invalid_body_is_not_idempotent(string body) => Assert.That(IsIdempotent("PutItem", body), Is.False);

    [Test]
    public void A_write_with_a_truncated_body_is_not_idempotent()
    {
        for (var length = 0; length < Put.Length; length++)
        {
            Assert.That(IsIdempotent("PutItem", Put[..length]), Is.False, Put[..length]);
        }
    }

    [Test]
    public void A_write_with_a_deeply_nested_body_is_not_idempotent() => Assert.That(IsIdempotent("PutItem", $$"""{"Item":{{new string('[', 100_000)}}"""), Is.False);

    [Test]
    public void Random_write_bodies_are_classified_without_an_exception()
    {
        string[] operations = ["PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "Other"];
        string[] fragments = ["{", "}", "[", "]", ",", ":", "\"UpdateExpression\"", "\"Expected\"", "\"ReturnValues\"", "\"NONE\"", "\"SET a = :v\"", "null", "1", "\"\\ud800\"", "\"\\", " "];
        var piece = Gen.OneOf(Gen.Elements(fragments).Select(Encoding.UTF8.GetBytes), Gen.Choose(0, 255).Select(value => new[] { (byte)value }));
        var body = piece.ListOf().Select(pieces => (byte[])[(byte)'{', .. pieces.SelectMany(bytes => bytes)]);

        Prop.ForAll(Gen.Elements(operations).ToArbitrary(), body.ToArbitrary(), (operation, bytes) => { _ = IdempotentWrite.IsIdempotent(Operation.FromName(operation), bytes); })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));
    }

    private static bool IsIdempotent(string? operation, string body)
    {
        using var unnamed = new HttpRequestMessage(HttpMethod.Post, "http://service/");
        return IdempotentWrite.IsIdempotent(operation is null ? Operation.FromRequest(unnamed) : Operation.FromName(operation), Encoding.UTF8.GetBytes(body));
    }
}
