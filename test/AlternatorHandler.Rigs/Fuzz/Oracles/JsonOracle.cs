using System.Text.Json;

namespace AlternatorHandler.Rigs.Fuzz.Oracles;

/// <summary>What a whole document says, read by the parser that the readers do not use.</summary>
internal static class JsonOracle
{
    /// <summary>Parses, or returns <see langword="null"/> for what is no JSON.</summary>
    public static JsonDocument? Parse(byte[] json, int maxDepth = 64)
    {
        try
        {
            return JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = maxDepth });
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The text of a string, or <see langword="null"/> if it is none: another type, no UTF-8, or half of a surrogate pair.</summary>
    public static string? TextOf(JsonElement element)
    {
        try
        {
            return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The members of an object in their order, or <see langword="null"/> if a name can't be read.</summary>
    public static List<(string Name, JsonElement Value)>? MembersOf(JsonElement element)
    {
        try
        {
            return [.. element.EnumerateObject().Select(member => (member.Name, member.Value))];
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
