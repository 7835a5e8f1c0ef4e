using System.Text.Json;
using AlternatorHandler.Protocol;

namespace AlternatorHandler.Affinity;

/// <summary>Determines whether a write reads the item first, which makes it a lightweight transaction in the server.</summary>
internal static class ReadBeforeWrite
{
    /// <summary>Determines whether one member of a request requires the server to read the item first.</summary>
    /// <param name="reader">The reader, at the name of the member. It is a copy, so the caller's reader does not move.</param>
    /// <param name="operation">The operation that has the member.</param>
    public static bool IsRequiredBy(Utf8JsonReader reader, Operation operation)
    {
        bool isUpdate = operation.IsUpdate;
        if (reader.ValueTextEquals("ConditionExpression"u8) || (isUpdate && reader.ValueTextEquals("UpdateExpression"u8)))
        {
            return reader.Read() && reader.TokenType == JsonTokenType.String && !reader.ValueSpan.IsEmpty;
        }

        if (reader.ValueTextEquals("Expected"u8))
        {
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject && reader.Read() && reader.TokenType == JsonTokenType.PropertyName;
        }

        if (reader.ValueTextEquals("ReturnValues"u8))
        {
            return reader.Read() && reader.TokenType == JsonTokenType.String && ReturnsOldItem(in reader, isUpdate);
        }

        return isUpdate && reader.ValueTextEquals("AttributeUpdates"u8) && reader.Read() && AnyUpdateReads(ref reader);
    }

    private static bool ReturnsOldItem(in Utf8JsonReader reader, bool isUpdate) =>
        reader.ValueTextEquals("ALL_OLD"u8)
        || (isUpdate && (reader.ValueTextEquals("UPDATED_OLD"u8) || reader.ValueTextEquals("ALL_NEW"u8)));

    private static bool AnyUpdateReads(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.Read() && reader.TokenType == JsonTokenType.StartObject && UpdateReads(ref reader))
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }

    // ADD needs the old value. DELETE needs it to remove elements from a set, but not to remove the attribute.
    private static bool UpdateReads(ref Utf8JsonReader reader)
    {
        bool adds = false;
        bool deletes = false;
        bool hasValue = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isAction = reader.ValueTextEquals("Action"u8);
            bool isValue = reader.ValueTextEquals("Value"u8);
            reader.Read();
            if (isAction && reader.TokenType == JsonTokenType.String)
            {
                adds |= reader.ValueTextEquals("ADD"u8);
                deletes |= reader.ValueTextEquals("DELETE"u8);
            }

            hasValue |= isValue && reader.TokenType != JsonTokenType.Null;
            reader.Skip();
        }

        return adds || (deletes && hasValue);
    }
}
