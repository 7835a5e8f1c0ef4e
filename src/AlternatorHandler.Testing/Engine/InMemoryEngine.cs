using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;

namespace AlternatorHandler.Testing.Engine;

/// <summary>Keeps items by their whole key object. A stand-in: just enough to serve a put and a get.</summary>
internal sealed class InMemoryEngine(TimeProvider timeProvider)
{
    private readonly ConcurrentDictionary<string, string> _items = new();

    public EngineReply Execute(string operation, ReadOnlyMemory<byte> body)
    {
        using var request = operation is "PutItem" or "GetItem" ? JsonDocument.Parse(body) : null;
        var root = request?.RootElement ?? default;
        switch (operation)
        {
            case "PutItem":
                var item = root.GetProperty("Item");
                _items[Key(root, item.EnumerateObject().First())] = item.GetRawText();
                return Ok("{}");
            case "GetItem":
                var key = Key(root, root.GetProperty("Key").EnumerateObject().First());
                return Ok(_items.TryGetValue(key, out var found) ? $$"""{"Item":{{found}}}""" : "{}");
            case "CreateTable":
                return Ok($$"""{"TableDescription":{"CreationDateTime":{{timeProvider.GetUtcNow().ToUnixTimeSeconds()}} } }""");
            case "ListTables":
                return Ok("{}");
            default:
                var message = $"Unsupported operation {operation}";
                return new(400, Encoding.UTF8.GetBytes($$"""{"__type":"com.amazonaws.dynamodb.v20120810#UnknownOperationException","message":"{{message}}"}"""));
        }
    }

    private static string Key(JsonElement request, JsonProperty attribute) => $"{request.GetProperty("TableName")}/{attribute.Name}={attribute.Value.GetRawText()}";

    private static EngineReply Ok(string body) => new(200, Encoding.UTF8.GetBytes(body));
}

/// <summary>What came of an operation.</summary>
internal readonly record struct EngineReply(int StatusCode, byte[] Body);
