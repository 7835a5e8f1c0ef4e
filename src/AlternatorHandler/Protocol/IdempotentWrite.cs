using System.Text.Json;

namespace AlternatorHandler.Protocol;

/// <summary>Tells whether applying a write twice leaves the same data, and answers the caller the same, as applying it once.</summary>
/// <remarks>
/// A condition makes a write not idempotent: the replay of one that succeeded could answer "condition failed".
/// So does asking for old or new values: the replay answers with what the first application left.
/// Whatever is not understood is not idempotent.
/// </remarks>
internal static class IdempotentWrite
{
    public static bool IsIdempotent(Operation operation, ReadOnlySpan<byte> body)
    {
        try
        {
            return operation.Repeatability == Repeatability.Always || (operation.Repeatability == Repeatability.DependsOnBody && IsUnconditional(operation, body));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static bool IsUnconditional(Operation operation, ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!IsHarmless(operation, ref reader))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Reads one member of the request and tells whether it leaves the write idempotent.</summary>
    private static bool IsHarmless(Operation operation, ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("ReturnValues"u8))
        {
            reader.Read();
            return reader.TokenType == JsonTokenType.Null || (reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("NONE"u8));
        }

        if (reader.ValueTextEquals("UpdateExpression"u8))
        {
            reader.Read();
            return reader.TokenType == JsonTokenType.Null
                || (operation.IsUpdate && reader.TokenType == JsonTokenType.String && IdempotentUpdateExpression.IsIdempotent(reader.GetString()!));
        }

        // Conditions, and the updates of the old API: their ADD and DELETE are not idempotent, and few still write it.
        var mustBeAbsent = reader.ValueTextEquals("ConditionExpression"u8)
            || reader.ValueTextEquals("Expected"u8)
            || reader.ValueTextEquals("AttributeUpdates"u8);
        reader.Read();
        if (mustBeAbsent && reader.TokenType == JsonTokenType.StartObject)
        {
            reader.Read();
            return reader.TokenType == JsonTokenType.EndObject;
        }

        if (mustBeAbsent)
        {
            return reader.TokenType == JsonTokenType.Null;
        }

        reader.Skip();
        return true;
    }
}
