using System.Text.Json;

namespace AlternatorHandler.Testing.Engine;

/// <summary>Resolves the ExpressionAttributeNames and ExpressionAttributeValues of a request, and tracks which of them are used.</summary>
internal sealed class Placeholders(OperationRequest request)
{
    private readonly Dictionary<string, string>? _names = ReadNames(request);
    private readonly Dictionary<string, AttributeValue>? _values = ReadValues(request);
    private readonly HashSet<string> _used = [];

    public string ResolveName(string placeholder)
    {
        _used.Add(placeholder);
        return _names?.GetValueOrDefault(placeholder)
            ?? throw EngineException.Validation($"ExpressionAttributeNames missing entry '{placeholder}' required by expression");
    }

    public AttributeValue ResolveValue(string placeholder)
    {
        _used.Add(placeholder);
        return _values?.GetValueOrDefault(placeholder)
            ?? throw EngineException.Validation($"ExpressionAttributeValues missing entry '{placeholder}' required by expression");
    }

    /// <summary>Verifies that all placeholders are used. Called after all expressions of the request have been parsed.</summary>
    public void VerifyAllUsed(string operation)
    {
        Verify("ExpressionAttributeNames", _names?.Keys);
        Verify("ExpressionAttributeValues", _values?.Keys);

        void Verify(string parameter, IEnumerable<string>? placeholders)
        {
            if (placeholders?.FirstOrDefault(placeholder => !_used.Contains(placeholder)) is { } spurious)
            {
                throw EngineException.Validation($"{parameter} has spurious '{spurious}', not used in {operation}");
            }
        }
    }

    private static Dictionary<string, string>? ReadNames(OperationRequest request) =>
        ReadEntries(request, "ExpressionAttributeNames", '#')?.ToDictionary(
            static member => member.Key,
            static member => member.Value.ValueKind == JsonValueKind.String
                ? member.Value.GetText()
                : throw EngineException.Validation($"ExpressionAttributeNames entry '{member.Key}' must be a string"));

    private static Dictionary<string, AttributeValue>? ReadValues(OperationRequest request) =>
        ReadEntries(request, "ExpressionAttributeValues", ':')?.ToDictionary(
            static member => member.Key, static member => AttributeValueJson.Read(member.Value));

    private static Dictionary<string, JsonElement>? ReadEntries(OperationRequest request, string parameter, char sign)
    {
        if (request.OptionalObject(parameter) is not { } members)
        {
            return null;
        }

        var entries = new Dictionary<string, JsonElement>();
        foreach (var (name, value) in members.Members())
        {
            entries[name] = name.StartsWith(sign)
                ? value
                : throw EngineException.Validation($"{parameter} contains invalid key: Syntax error; key: \"{name}\"");
        }

        return entries.Count > 0 ? entries : throw EngineException.Validation($"{parameter} must not be empty");
    }
}
