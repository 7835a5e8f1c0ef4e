using System.Text.Json;
using AlternatorHandler.Protocol;

namespace AlternatorHandler.Affinity;

/// <summary>Reads the node preference of a PutItem, UpdateItem or DeleteItem request.</summary>
/// <remarks>
/// The AWS SDKs write members in alphabetical order, so the item precedes the table name, which is needed to find the item's key.
/// The first pass only records the positions of both, and ends as soon as the rest of the body cannot change the result.
/// </remarks>
internal static class SingleWriteBody
{
    public static bool TryRead(
        Operation operation,
        ReadOnlySpan<byte> body,
        IPartitionKeyNames names,
        AlternatorKeyAffinityMode mode,
        out AffinityRequest request)
    {
        request = default;
        if (!TryFindMembers(operation, body, mode, out int tableIndex, out int attributesIndex)
            || !TryGetKeyName(body[tableIndex..], names, out ReadOnlySpan<byte> keyName))
        {
            return false;
        }

        Utf8JsonReader reader = OperationBodyScanner.CreateReader(body[attributesIndex..]);
        reader.Read();
        if (!KeyAttribute.TryHash(ref reader, keyName, out long hash))
        {
            return false;
        }

        request = new AffinityRequest(hash);
        return true;
    }

    private static bool TryFindMembers(Operation operation, ReadOnlySpan<byte> body, AlternatorKeyAffinityMode mode, out int tableIndex, out int attributesIndex)
    {
        ReadOnlySpan<byte> attributes = operation.KeyLocation == KeyLocation.Item ? "Item"u8 : "Key"u8;
        bool qualifies = mode == AlternatorKeyAffinityMode.AnyWrite;
        tableIndex = attributesIndex = -1;

        Utf8JsonReader reader = OperationBodyScanner.CreateReader(body);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (tableIndex < 0 && reader.ValueTextEquals("TableName"u8))
            {
                if (!reader.Read() || reader.TokenType != JsonTokenType.String)
                {
                    return false;
                }

                tableIndex = (int)reader.TokenStartIndex;
            }
            else if (attributesIndex < 0 && reader.ValueTextEquals(attributes))
            {
                if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                {
                    return false;
                }

                attributesIndex = (int)reader.TokenStartIndex;
            }
            else if (!qualifies)
            {
                qualifies = ReadBeforeWrite.IsRequiredBy(reader, operation);
            }

            if (qualifies && tableIndex >= 0 && attributesIndex >= 0)
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }

    private static bool TryGetKeyName(ReadOnlySpan<byte> json, IPartitionKeyNames names, out ReadOnlySpan<byte> keyName)
    {
        Utf8JsonReader reader = OperationBodyScanner.CreateReader(json);
        reader.Read();
        using var table = new DecodedText(in reader, reader.ValueSpan, stackalloc byte[256]);
        if (names.TryGet(table.Utf8, out keyName))
        {
            return true;
        }

        names.ReportUnknown(table.Utf8);
        return false;
    }
}
