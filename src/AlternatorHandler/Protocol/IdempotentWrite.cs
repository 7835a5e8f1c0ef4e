using System.Text.Json;

namespace AlternatorHandler.Protocol;

/// <summary>Determines whether applying a write twice leaves the same data and returns the same response as applying it once.</summary>
/// <remarks>
/// A write with a condition is not idempotent: the replay of a successful write could fail its condition.
/// A write that returns old or new values is not idempotent: the replay returns the values after the first application.
/// A write that cannot be parsed is treated as not idempotent.
/// </remarks>
internal static class IdempotentWrite
{
    public static bool IsIdempotent(Operation operation, ReadOnlySpan<byte> body)
    {
        try
        {
            return operation.Repeatability == Repeatability.Always || (operation.Repeatability == Repeatability.DependsOnBody && HasOnlyIdempotentMembers(operation, body));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static bool HasOnlyIdempotentMembers(Operation operation, ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!IsIdempotentMember(operation, ref reader))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Reads one member of the request, and determines whether the write is still idempotent with it.</summary>
    private static bool IsIdempotentMember(Operation operation, ref Utf8JsonReader reader)
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

        // Conditions, and the updates of the legacy API: ADD and DELETE are not idempotent there, and few applications still use that API.
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
