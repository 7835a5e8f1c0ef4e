using System.Text.Json;

namespace AlternatorHandler.Testing.Engine;

/// <summary>Reads the members of the JSON object of a request or of a part of it. A member that is null is treated as absent.</summary>
internal readonly struct OperationRequest
{
    private readonly JsonElement _members;

    public OperationRequest(JsonElement members)
    {
        if (members.ValueKind != JsonValueKind.Object)
        {
            throw EngineException.Validation("Request content must be an object");
        }

        _members = members;
    }

    public string TableName => RequiredString("TableName");

    public bool Has(string name) => Find(name) is not null;

    public string? OptionalString(string name) => Find(name, JsonValueKind.String)?.GetText();

    public string RequiredString(string name) => OptionalString(name) ?? throw Missing(name);

    public OperationRequest? OptionalObject(string name) =>
        Find(name, JsonValueKind.Object) is { } element ? new OperationRequest(element) : null;

    public OperationRequest RequiredObject(string name) => OptionalObject(name) ?? throw Missing(name);

    public IReadOnlyList<JsonElement>? OptionalArray(string name) => Find(name, JsonValueKind.Array)?.EnumerateArray().ToList();

    public IReadOnlyList<JsonElement> RequiredArray(string name) => OptionalArray(name) ?? throw Missing(name);

    public MapValue? OptionalItem(string name) =>
        Find(name, JsonValueKind.Object) is { } element ? AttributeValueJson.ReadItem(element) : null;

    public MapValue RequiredItem(string name) => OptionalItem(name) ?? throw Missing(name);

    public AttributeValue RequiredValue(string name) => AttributeValueJson.Read(Find(name) ?? throw Missing(name));

    public bool? OptionalBoolean(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { } other => throw WrongKind(name, "boolean", other),
    };

    public int? OptionalInteger(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt32(out var value) => value,
        { } other => throw WrongKind(name, "integer", other),
    };

    /// <summary>Reads Limit, or returns its maximum if it is absent.</summary>
    public int ReadLimit(int max) => (OptionalInteger("Limit") ?? max) is var limit and >= 1
        ? Math.Min(limit, max)
        : throw EngineException.Validation("Limit must be 1 or more");

    /// <summary>Reads a value of an enumeration, or returns the first allowed value if it is absent.</summary>
    public string Choice(string name, params ReadOnlySpan<string> allowed)
    {
        var choice = OptionalString(name) ?? allowed[0];
        return allowed.Contains(choice)
            ? choice
            : throw EngineException.Validation($"{name} must be one of {string.Join(", ", allowed!)}; got '{choice}'");
    }

    public IEnumerable<KeyValuePair<string, JsonElement>> Members() =>
        _members.EnumerateObject().Select(static member => KeyValuePair.Create(member.GetNameText(), member.Value));

    public void RejectMixedParameters(ReadOnlySpan<string> legacy, ReadOnlySpan<string> expressions)
    {
        var legacyUsed = Present(legacy);
        var expressionsUsed = Present(expressions);
        if (legacyUsed.Count > 0 && expressionsUsed.Count > 0)
        {
            throw EngineException.Validation(
                "Can not use both expression and non-expression parameters in the same request: " +
                $"Non-expression parameters: {{{string.Join(", ", legacyUsed)}}} Expression parameters: {{{string.Join(", ", expressionsUsed)}}}");
        }
    }

    private List<string> Present(ReadOnlySpan<string> names)
    {
        var present = new List<string>();
        foreach (var name in names)
        {
            if (Has(name))
            {
                present.Add(name);
            }
        }

        return present;
    }

    private JsonElement? Find(string name) =>
        _members.TryGetProperty(name, out var element) && element.ValueKind != JsonValueKind.Null ? element : null;

    private JsonElement? Find(string name, JsonValueKind kind) => Find(name) switch
    {
        null => null,
        { } element when element.ValueKind == kind => element,
        { } other => throw WrongKind(name, kind.ToString().ToLowerInvariant(), other),
    };

    private static EngineException Missing(string name) => EngineException.Validation($"Missing mandatory parameter {name}");

    private static EngineException WrongKind(string name, string expected, JsonElement got) =>
        EngineException.Validation($"Expected {expected} value for attribute {name}, got: {got.GetRawText()}");
}
