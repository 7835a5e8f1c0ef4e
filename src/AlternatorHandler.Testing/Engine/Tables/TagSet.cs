using System.Text.Json;

namespace AlternatorHandler.Testing.Engine;

/// <summary>Represents the tags of a table, ordered by key. Immutable.</summary>
internal sealed class TagSet
{
    public static readonly TagSet Empty = new([]);

    private const string WriteIsolation = "system:write_isolation";
    private const string InitialTablets = "system:initial_tablets";
    private const int MaxTags = 50;
    private const int MaxKeyLength = 128;
    private const int MaxValueLength = 256;

    private static readonly string[] WriteIsolationValues =
        ["a", "always", "always_use_lwt", "f", "forbid", "forbid_rmw", "o", "only_rmw_uses_lwt", "u", "unsafe", "unsafe_rmw"];

    private readonly SortedDictionary<string, string> _tags;

    private TagSet(SortedDictionary<string, string> tags) => _tags = tags;

    public IEnumerable<KeyValuePair<string, string>> Tags => _tags;

    /// <summary>Returns a set to which the tags of a request have been added. They replace tags with the same keys.</summary>
    public TagSet With(IEnumerable<JsonElement> tags)
    {
        var merged = new SortedDictionary<string, string>(_tags, StringComparer.Ordinal);
        foreach (var tag in tags.Select(static tag => new OperationRequest(tag)))
        {
            var key = VerifyKey(tag.RequiredString("Key"));
            merged[key] = VerifyValue(key, tag.RequiredString("Value"));
        }

        return merged.Count <= MaxTags
            ? new TagSet(merged)
            : throw EngineException.Validation("Number of Tags exceed the current limit for the provided ResourceArn");
    }

    /// <summary>Returns a set from which keys have been removed. Keys that do not exist are ignored.</summary>
    public TagSet Without(IEnumerable<string> keys)
    {
        var rest = new SortedDictionary<string, string>(_tags, StringComparer.Ordinal);
        foreach (var key in keys)
        {
            VerifyNotInternal(key);
            rest.Remove(key);
        }

        return new TagSet(rest);
    }

    private static string VerifyKey(string key)
    {
        if (key.Length is 0 or > MaxKeyLength)
        {
            throw EngineException.Validation(key.Length == 0 ? "A tag Key cannot be empty" : $"A tag Key is limited to {MaxKeyLength} characters");
        }

        VerifyCharacters("Key", key);
        VerifyNotInternal(key);
        return key;
    }

    private static string VerifyValue(string key, string value)
    {
        if (value.Length > MaxValueLength)
        {
            throw EngineException.Validation($"A tag Value is limited to {MaxValueLength} characters");
        }

        VerifyCharacters("Value", value);
        return key != WriteIsolation || WriteIsolationValues.Contains(value)
            ? value
            : throw EngineException.Validation($"Incorrect write isolation tag {value}. Allowed values: {string.Join(", ", WriteIsolationValues)}");
    }

    private static void VerifyCharacters(string part, string text)
    {
        if (!text.All(static c => char.IsAsciiLetterOrDigit(c) || (char.IsAscii(c) && char.IsWhiteSpace(c)) || c is '+' or '-' or '=' or '.' or '_' or ':' or '/'))
        {
            throw EngineException.Validation($"A tag {part} can only contain letters, spaces, and [+-=._:/]");
        }
    }

    private static void VerifyNotInternal(string key)
    {
        if (key.StartsWith("system:", StringComparison.Ordinal) && key is not (WriteIsolation or InitialTablets))
        {
            throw EngineException.Validation($"Tag key '{key}' is reserved for internal use");
        }
    }
}
