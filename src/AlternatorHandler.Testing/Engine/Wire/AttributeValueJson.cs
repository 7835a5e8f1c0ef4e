using System.Text.Json;

namespace AlternatorHandler.Testing.Engine;

/// <summary>Reads and writes attribute values in the JSON of DynamoDB, such as <c>{"S":"text"}</c>.</summary>
internal static class AttributeValueJson
{
    public static MapValue ReadItem(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw EngineException.Validation($"Expected a map of attributes, got: {json.GetRawText()}");
        }

        var attributes = new Dictionary<string, AttributeValue>();
        foreach (var member in json.EnumerateObject())
        {
            attributes[member.GetNameText()] = Read(member.Value);
        }

        return new MapValue(attributes);
    }

    public static AttributeValue Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw EngineException.Validation($"Attribute value must be an object such as {{\"S\":\"text\"}}, got: {json.GetRawText()}");
        }

        var types = json.EnumerateObject();
        if (!types.MoveNext())
        {
            throw EngineException.Validation("Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
        }

        var typed = types.Current;
        if (types.MoveNext())
        {
            throw EngineException.Validation("Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes");
        }

        var value = typed.Value;
        return typed.GetNameText() switch
        {
            "S" => new StringValue(ReadString(value)),
            "N" => new NumberValue(ReadString(value)),
            "B" => ReadBinary(value),
            "BOOL" => value.ValueKind switch
            {
                JsonValueKind.True => BooleanValue.True,
                JsonValueKind.False => BooleanValue.False,
                _ => throw EngineException.Validation($"BOOL must be true or false, got: {value.GetRawText()}"),
            },
            "NULL" => value.ValueKind == JsonValueKind.True
                ? NullValue.Instance
                : throw EngineException.Validation("One or more parameter values were invalid: Null attribute value types must have the value of true"),
            "L" => new ListValue([.. Elements(value).Select(Read)]),
            "M" => ReadItem(value),
            "SS" => SetValue.Create("SS", Elements(value).Select(static element => new StringValue(ReadString(element)))),
            "NS" => SetValue.Create("NS", Elements(value).Select(static element => new NumberValue(ReadString(element)))),
            "BS" => SetValue.Create("BS", Elements(value).Select(ReadBinary)),
            var unknown => throw EngineException.Validation($"Supplied AttributeValue has the unknown type '{unknown}', must contain exactly one of the supported datatypes"),
        };
    }

    public static void WriteItem(this Utf8JsonWriter writer, string name, MapValue item)
    {
        writer.WritePropertyName(name);
        WriteMembers(writer, item);
    }

    public static void WriteItem(this Utf8JsonWriter writer, MapValue item) => WriteMembers(writer, item);

    private static void WriteMembers(Utf8JsonWriter writer, MapValue map)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in map.Attributes)
        {
            writer.WritePropertyName(name);
            Write(writer, value);
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, AttributeValue value)
    {
        writer.WriteStartObject();
        writer.WritePropertyName(value.Type);
        switch (value)
        {
            case MapValue map:
                WriteMembers(writer, map);
                break;
            case ListValue list:
                writer.WriteStartArray();
                foreach (var element in list.Elements)
                {
                    Write(writer, element);
                }

                writer.WriteEndArray();
                break;
            case SetValue set:
                writer.WriteStartArray();
                foreach (var element in set.Elements)
                {
                    WriteScalar(writer, element);
                }

                writer.WriteEndArray();
                break;
            default:
                WriteScalar(writer, value);
                break;
        }

        writer.WriteEndObject();
    }

    private static void WriteScalar(Utf8JsonWriter writer, AttributeValue value)
    {
        switch (value)
        {
            case StringValue text:
                writer.WriteStringValue(text.Text);
                break;
            case NumberValue number:
                writer.WriteStringValue(number.Text);
                break;
            case BinaryValue binary:
                writer.WriteBase64StringValue(binary.Bytes.Span);
                break;
            case BooleanValue boolean:
                writer.WriteBooleanValue(boolean.IsTrue);
                break;
            case NullValue:
                writer.WriteBooleanValue(true);
                break;
            default:
                throw new InvalidOperationException($"{value.Type} is not a scalar.");
        }
    }

    private static string ReadString(JsonElement json) => json.ValueKind == JsonValueKind.String
        ? json.GetText()
        : throw EngineException.Validation($"Expected a string in the AttributeValue, got: {json.GetRawText()}");

    private static BinaryValue ReadBinary(JsonElement json) =>
        json.ValueKind == JsonValueKind.String && json.TryGetBytesFromBase64(out var bytes)
            ? new BinaryValue(bytes)
            : throw EngineException.Validation($"Invalid base64 in the AttributeValue: {json.GetRawText()}");

    private static JsonElement.ArrayEnumerator Elements(JsonElement json) => json.ValueKind == JsonValueKind.Array
        ? json.EnumerateArray()
        : throw EngineException.Validation($"Expected an array in the AttributeValue, got: {json.GetRawText()}");
}
