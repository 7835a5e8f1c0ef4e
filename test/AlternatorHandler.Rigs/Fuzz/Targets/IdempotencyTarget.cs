using System.Text.Json;
using AlternatorHandler.Rigs.Fuzz.Oracles;
using AlternatorHandler.Protocol;

namespace AlternatorHandler.Rigs.Fuzz.Targets;

/// <summary>Whether a write may be applied twice: a wrong yes changes data. A wrong no costs a retry, and is not looked for.</summary>
internal sealed class IdempotencyTarget : IFuzzTarget
{
    private static readonly string[] Operations = ["PutItem", "UpdateItem", "DeleteItem"];

    public string Name => "Idempotency";

    public IReadOnlyList<string> Words { get; } =
        ["\"UpdateExpression\":\"", "SET a = :v", "REMOVE a.b", "ADD a :v", "DELETE a :v", "if_not_exists(", "list_append(", "a[0]", " + ", " - ", ", ", " = ", ":v", "#n", "\"ReturnValues\":\"NONE\"", "\"ConditionExpression\":null", "\"Expected\":{}", "\"AttributeUpdates\":{"];

    public bool Read(byte[] input)
    {
        var isUnderstood = false;
        foreach (var operation in Operations)
        {
            if (IdempotentWrite.IsIdempotent(Operation.FromName(operation), input))
            {
                isUnderstood = true;
                Check(operation, input);
            }
        }

        return isUnderstood;
    }

    private static void Check(string operation, byte[] input)
    {
        using var document = JsonOracle.Parse(input);
        if (document is null)
        {
            // Something follows the request: the node refuses it.
            return;
        }

        foreach (var member in document.RootElement.EnumerateObject())
        {
            var value = member.Value;
            var isHarmless = value.ValueKind == JsonValueKind.Null || NameOf(member) switch
            {
                "ConditionExpression" or "Expected" or "AttributeUpdates" => value.ValueKind == JsonValueKind.Object && !value.EnumerateObject().Any(),
                "ReturnValues" => JsonOracle.TextOf(value) == "NONE",
                "UpdateExpression" => operation == "UpdateItem" && JsonOracle.TextOf(value) is { } expression && UpdateExpressionOracle.IsIdempotent(expression),
                _ => true,
            };
            BrokenRuleException.ThrowIf(!isHarmless, $"{NameOf(member)} was taken for harmless.");
        }
    }

    // A name that is no text is none that a node knows.
    private static string NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return string.Empty;
        }
    }
}
