using System.Text;
using System.Text.Json.Nodes;
using AlternatorHandler.Testing.Engine;

namespace AlternatorHandler.Testing.Tests.Engine;

/// <summary>Executes operations on an engine. JSON is written with single quotes.</summary>
internal sealed class EngineFixture
{
    private readonly InMemoryEngine _engine = new(TimeProvider.System);

    /// <summary>Creates an engine with two tables: <c>hash</c> with the key p, and <c>range</c> with the keys p and r, of which r has the given type.</summary>
    public static EngineFixture WithTables(string rangeType = "N")
    {
        var fixture = new EngineFixture();
        fixture.Ok("CreateTable", """
            {'TableName':'hash','BillingMode':'PAY_PER_REQUEST','KeySchema':[{'AttributeName':'p','KeyType':'HASH'}],
             'AttributeDefinitions':[{'AttributeName':'p','AttributeType':'S'}]}
            """);
        fixture.Ok("CreateTable", $$"""
            {'TableName':'range','BillingMode':'PAY_PER_REQUEST',
             'KeySchema':[{'AttributeName':'p','KeyType':'HASH'},{'AttributeName':'r','KeyType':'RANGE'}],
             'AttributeDefinitions':[{'AttributeName':'p','AttributeType':'S'},{'AttributeName':'r','AttributeType':'{{rangeType}}'}]}
            """);
        return fixture;
    }

    public (int Status, JsonObject Body) Send(string operation, string json)
    {
        var response = _engine.Execute(operation, Encoding.UTF8.GetBytes(json.Replace('\'', '"')));
        return (response.StatusCode, JsonNode.Parse(response.Body, documentOptions: new() { MaxDepth = 100 })!.AsObject());
    }

    public JsonObject Ok(string operation, string json)
    {
        var (status, body) = Send(operation, json);
        Assert.That(status, Is.EqualTo(200), () => $"{operation} {json}: {body}");
        return body;
    }

    /// <summary>Expects an error, and returns its type without the prefix, a colon and its message.</summary>
    public string Error(string operation, string json)
    {
        var (status, body) = Send(operation, json);
        Assert.That(status, Is.EqualTo(400), () => $"{operation} {json}: {body}");
        return $"{((string)body["__type"]!).Replace("com.amazonaws.dynamodb.v20120810#", "", StringComparison.Ordinal)}: {body["message"]}";
    }

    /// <summary>Stores an item in the table <c>hash</c> under the key <c>k</c>.</summary>
    public void Put(string attributes) =>
        Ok("PutItem", $"{{'TableName':'hash','Item':{{'p':{{'S':'k'}}{(attributes.Length > 0 ? "," : "")}{attributes}}}}}");

    /// <summary>Reads the attributes of that item except its key, as JSON with single quotes.</summary>
    public string? Item()
    {
        var item = Ok("GetItem", "{'TableName':'hash','Key':{'p':{'S':'k'}}}")["Item"]?.AsObject();
        item?.Remove("p");
        return item is null ? null : Text(item);
    }

    public static string Text(JsonNode? json) => json?.ToJsonString().Replace('"', '\'') ?? "";
}
