using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AlternatorHandler.Testing.Engine;

/// <summary>How JSON is read from and written to the wire.</summary>
internal static class WireJson
{
    // 32 levels of an item are up to 64 of JSON, plus those of the request around it.
    private static readonly JsonDocumentOptions ReaderOptions = new() { MaxDepth = 78 };

    // Like RapidJSON in the server, escape only what JSON requires. Depth is bounded by what could be read.
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
            // The JSON grammar allows an escaped lone surrogate; no UTF-8 text can hold it.
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
