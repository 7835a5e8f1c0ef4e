using System.Text.Json;
using AlternatorHandler.Affinity;
using AlternatorHandler.Rigs.Fuzz.Oracles;

namespace AlternatorHandler.Rigs.Fuzz.Targets;

/// <summary>What a node says of a table's key.</summary>
internal sealed class TableDescriptionTarget : IFuzzTarget
{
    public string Name => "TableDescription";

    public IReadOnlyList<string> Words { get; } = ["\"Table\":{", "\"KeySchema\":[", "{\"AttributeName\":\"id\",\"KeyType\":\"HASH\"}", "\"KeyType\":\"RANGE\"", "\"AttributeName\":", "\"HASH\"", "[]", "null"];

    public bool Read(byte[] input)
    {
        if (TableDescriber.ParsePartitionKey(input) is not { } key)
        {
            return false;
        }

        using var document = JsonOracle.Parse(input) ?? throw new BrokenRuleException("A key was read in what is no JSON.");
        var schema = document.RootElement.GetProperty("Table").GetProperty("KeySchema").EnumerateArray();
        BrokenRuleException.ThrowIf(!schema.Any(entry => IsHash(entry, key)), "A key that the table does not have.");
        return true;
    }

    private static bool IsHash(JsonElement entry, string key) =>
        entry.TryGetProperty("KeyType", out var type) && type.ValueEquals("HASH") && entry.TryGetProperty("AttributeName", out var name) && JsonOracle.TextOf(name) == key;
}
