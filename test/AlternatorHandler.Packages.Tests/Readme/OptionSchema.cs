using System.Globalization;
using System.Text.Json;

namespace AlternatorHandler.Packages.Tests.Readme;

/// <summary>The options as <c>ConfigurationSchema.json</c> has them. In a path an item of a list, or a key that users choose, is a star.</summary>
internal static class OptionSchema
{
    private static readonly JsonElement Root = JsonDocument.Parse(File.ReadAllText(Repository.Path("src", "AlternatorHandler", "ConfigurationSchema.json")))
        .RootElement.GetProperty("properties").GetProperty("Alternator");

    /// <summary>Gets the single options by path, with their defaults if they have any.</summary>
    public static IReadOnlyDictionary<string, JsonElement?> Options { get; } = Leaves(Root, [])
        .ToDictionary(leaf => string.Join(':', leaf.Path), leaf => leaf.Place.TryGetProperty("default", out var value) ? value : (JsonElement?)null);

    /// <summary>Turns a path as documents write it, such as <c>Scopes:n:Rack</c>, into one of this schema.</summary>
    public static string PathOf(string written) => string.Join(':', written.Split(':').Select(key => char.IsAsciiLetterUpper(key[0]) ? key : "*"));

    /// <summary>Whether there is an option, or a group of them, at a path.</summary>
    public static bool Has(string path)
    {
        JsonElement? place = Root;
        foreach (var key in path.Split(':'))
        {
            place = key == "*" ? Member(place, "items") ?? Member(place, "additionalProperties") : Member(Member(place, "properties"), key);
        }

        return place is not null;
    }

    /// <summary>The ways in which a document may write a default.</summary>
    public static IEnumerable<string> WaysToWrite(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetInt64(out var whole) =>
            [value.GetRawText(), whole.ToString("N0", CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"{whole / 1048576.0} MiB")],
        JsonValueKind.String when TryGetTime(value, out var time) => time == Timeout.InfiniteTimeSpan
            ? ["infinite"]
            : [
                string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds} ms"),
                string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds} s"),
                string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes} min"),
            ],
        JsonValueKind.String => [$"`{value.GetString()}`"],
        JsonValueKind.Number => [value.GetRawText()],
        _ => [$"`{value.GetRawText()}`"],
    };

    /// <summary>Whether two values are the same, however a time is written.</summary>
    public static bool AreEqual(JsonElement left, JsonElement right) =>
        TryGetTime(left, out var leftTime) && TryGetTime(right, out var rightTime) ? leftTime == rightTime : JsonElement.DeepEquals(left, right);

    private static bool TryGetTime(JsonElement value, out TimeSpan time)
    {
        time = default;
        return value.ValueKind == JsonValueKind.String && value.GetString()!.Contains(':', StringComparison.Ordinal)
            && TimeSpan.TryParse(value.GetString(), CultureInfo.InvariantCulture, out time);
    }

    private static JsonElement? Member(JsonElement? place, string name) =>
        place is { ValueKind: JsonValueKind.Object } known && known.TryGetProperty(name, out var member) ? member : null;

    private static IEnumerable<(string[] Path, JsonElement Place)> Leaves(JsonElement place, string[] path)
    {
        if (place.TryGetProperty("properties", out var properties))
        {
            return properties.EnumerateObject().SelectMany(property => Leaves(property.Value, [.. path, property.Name]));
        }

        // A list or a map of what is no group is one option, but a map's has a key of the user's.
        return place.TryGetProperty("items", out var items) && items.TryGetProperty("properties", out _) ? Leaves(items, [.. path, "*"])
            : place.TryGetProperty("additionalProperties", out var values) && values.ValueKind == JsonValueKind.Object ? [([.. path, "*"], values)]
            : [(path, place)];
    }
}
