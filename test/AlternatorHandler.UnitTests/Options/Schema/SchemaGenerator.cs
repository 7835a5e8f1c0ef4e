using System.Globalization;
using System.Reflection;
using System.Security.Authentication;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AlternatorHandler.Options;
using AlternatorHandler.UnitTests.Options.Configuration;

namespace AlternatorHandler.UnitTests.Options.Schema;

/// <summary>Writes the JSON schema of the options: their types, defaults, bounds and documentation.</summary>
internal sealed class SchemaGenerator
{
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly OptionDocumentation _documentation = new();

    public string Generate() => new JsonObject
    {
        ["type"] = "object",
        ["properties"] = new JsonObject { ["Alternator"] = Group(typeof(AlternatorOptions), new AlternatorOptions()) },
    }.ToJsonString(Format) + "\n";

    private JsonObject Group(Type type, object? defaults)
    {
        var properties = new JsonObject();
        foreach (var property in OptionProperties.GetProperties(type))
        {
            properties[property.Name] = Property(type, property, defaults is null ? null : property.GetValue(defaults));
        }

        var group = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        if (type == typeof(AlternatorCredentials))
        {
            group["required"] = new JsonArray("User", "Secret");
        }

        return group;
    }

    private JsonObject Property(Type owner, PropertyInfo property, object? value)
    {
        var type = property.PropertyType;
        var schema = OptionProperties.IsGroup(type) ? Group(type, value) : OptionProperties.GetItemType(type) is { } item ? Many(type, item) : Single(type);
        var description = _documentation.Describe(owner, property.Name);

        // The default product contains the version, which changes.
        if (value is bool or int or double or TimeSpan or Enum || (value is string && property.Name != nameof(AlternatorUserAgentOptions.Product)))
        {
            schema["default"] = Default(value);
        }

        if (property.GetCustomAttribute<BetweenAttribute>() is { } bounds)
        {
            // A schema has no bounds for strings.
            if (type == typeof(TimeSpan))
            {
                description += FormattableString.Invariant($" ({bounds.Minimum} to {bounds.Maximum})");
            }
            else
            {
                (schema["minimum"], schema["maximum"]) = (Default(bounds.Minimum), Default(bounds.Maximum));
            }
        }

        schema.Insert(0, "description", description);
        return schema;
    }

    private JsonObject Many(Type type, Type item) => type.Name.StartsWith("IDictionary", StringComparison.Ordinal)
        ? new JsonObject { ["type"] = "object", ["additionalProperties"] = Single(item) }
        : new JsonObject { ["type"] = "array", ["items"] = OptionProperties.IsGroup(item) ? Group(item, Activator.CreateInstance(item)) : Single(item) };

    private static JsonObject Single(Type type) =>
        type == typeof(bool) ? new JsonObject { ["type"] = "boolean" }
        : type == typeof(int) ? new JsonObject { ["type"] = "integer" }
        : type == typeof(double) ? new JsonObject { ["type"] = "number" }
        : type == typeof(TimeSpan) ? new JsonObject { ["type"] = "string", ["pattern"] = @"^-?(\d{1,8}|(\d{1,8}\.)?\d{1,2}:\d{1,2}(:\d{1,2}(\.\d{1,7})?)?)$" }
        : type == typeof(Uri) ? new JsonObject { ["type"] = "string", ["format"] = "uri" }
        : type == typeof(SslProtocols) ? Choice(["None", "Tls12", "Tls13"])
        : type.IsEnum ? Choice(Enum.GetNames(type))
        : new JsonObject { ["type"] = "string" };

    private static JsonObject Choice(IEnumerable<string> names) => new() { ["enum"] = new JsonArray([.. names.Select(name => JsonValue.Create(name))]) };

    private static JsonValue Default(object value) => value switch
    {
        bool flag => JsonValue.Create(flag),
        int count => JsonValue.Create(count),
        double ratio => JsonValue.Create(ratio),
        _ => JsonValue.Create(string.Create(CultureInfo.InvariantCulture, $"{value}")),
    };
}
