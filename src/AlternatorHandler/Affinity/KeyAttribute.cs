using System.Text.Json;
using AlternatorHandler.Affinity.Ordering;

namespace AlternatorHandler.Affinity;

/// <summary>Finds the partition key in an <c>Item</c> or <c>Key</c> and hashes its value.</summary>
internal static class KeyAttribute
{
    /// <summary>Reads from the opening brace of the attributes. The reader stops after the value of the key, or at the closing brace if there is no such attribute.</summary>
    public static bool TryHash(ref Utf8JsonReader reader, scoped ReadOnlySpan<byte> name, out long hash)
    {
        hash = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(name))
            {
                reader.Read();
                return TryHashValue(ref reader, out hash);
            }

            reader.Skip();
        }

        return false;
    }

    private static bool TryHashValue(ref Utf8JsonReader reader, out long hash)
    {
        hash = 0;
        if (reader.TokenType != JsonTokenType.StartObject || !reader.Read() || reader.TokenType != JsonTokenType.PropertyName)
        {
            return false;
        }

        bool isString = reader.ValueTextEquals("S"u8);
        bool isNumber = reader.ValueTextEquals("N"u8);
        bool isBinary = reader.ValueTextEquals("B"u8);
        if (!(isString || isNumber || isBinary) || !reader.Read() || reader.TokenType != JsonTokenType.String)
        {
            return false;
        }

        using var text = new DecodedText(in reader, reader.ValueSpan, stackalloc byte[256]);
        bool hashed = true;
        if (isBinary)
        {
            hashed = PartitionKeyHash.TryFromBase64(text.Utf8, out hash);
        }
        else
        {
            hash = isString ? PartitionKeyHash.FromString(text.Utf8) : PartitionKeyHash.FromNumber(text.Utf8);
        }

        return reader.Read() && reader.TokenType == JsonTokenType.EndObject && hashed;
    }
}
