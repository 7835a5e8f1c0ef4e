using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AlternatorHandler.Testing.Engine;

/// <summary>Reads and writes JSON with the limits and the escaping of a node.</summary>
internal static class WireJson
{
    // The 32 levels of an item are up to 64 levels of JSON, to which those of the request are added.
    private static readonly JsonDocumentOptions ReaderOptions = new() { MaxDepth = 78 };

    // As a node does, only the characters that JSON requires are escaped. The depth is limited by that of the requests.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body, ReaderOptions);
        }
        catch (JsonException broken)
        {
            throw EngineException.Validation($"Parsing JSON failed: {broken.Message}");
        }
    }

    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            write(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static string GetText(this JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // JSON allows an escaped surrogate without its pair, which cannot be encoded in UTF-8.
            throw EngineException.Validation("Parsing JSON failed: The surrogate pair in string is invalid.");
        }
    }

    public static string GetNameText(this JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            throw EngineException.Validation("Parsing JSON failed: The surrogate pair in a member's name is invalid.");
        }
    }
}
