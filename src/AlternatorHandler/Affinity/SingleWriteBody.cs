using System.Text.Json;
using AlternatorHandler.Protocol;

namespace AlternatorHandler.Affinity;

/// <summary>Reads the preference of a PutItem, UpdateItem or DeleteItem.</summary>
/// <remarks>
/// The AWS SDKs write members by alphabet, so the item comes before the table that says which attribute is its key.
/// The first pass only notes where they are; it ends as soon as nothing after it can matter.
/// </remarks>
internal static class SingleWriteBody
{
    public static bool TryRead(
        Operation operation,
        ReadOnlySpan<byte> body,
        IPartitionKeyNames names,
        KeyAffinityMode mode,
        out AffinityRequest request)
    {
        request = default;
        if (!TryFind(operation, body, mode, out int tableAt, out int attributesAt)
            || !TryGetKeyName(body[tableAt..], names, out ReadOnlySpan<byte> keyName))
        {
            return false;
        }

        Utf8JsonReader reader = OperationBodyScanner.ReaderOf(body[attributesAt..]);
        reader.Read();
        if (!KeyAttribute.TryHash(ref reader, keyName, out long hash))
        {
            return false;
        }

        request = new AffinityRequest(hash);
        return true;
    }

    private static bool TryFind(Operation operation, ReadOnlySpan<byte> body, KeyAffinityMode mode, out int tableAt, out int attributesAt)
    {
        ReadOnlySpan<byte> attributes = operation.KeyLocation == KeyLocation.Item ? "Item"u8 : "Key"u8;
        bool qualifies = mode == KeyAffinityMode.AnyWrite;
        tableAt = attributesAt = -1;

        Utf8JsonReader reader = OperationBodyScanner.ReaderOf(body);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (tableAt < 0 && reader.ValueTextEquals("TableName"u8))
            {
                if (!reader.Read() || reader.TokenType != JsonTokenType.String)
                {
                    return false;
                }

                tableAt = (int)reader.TokenStartIndex;
            }
            else if (attributesAt < 0 && reader.ValueTextEquals(attributes))
            {
                if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                {
                    return false;
                }

                attributesAt = (int)reader.TokenStartIndex;
            }
            else if (!qualifies)
            {
                qualifies = ReadBeforeWrite.IsRequiredBy(reader, operation);
            }

            if (qualifies && tableAt >= 0 && attributesAt >= 0)
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }

    private static bool TryGetKeyName(ReadOnlySpan<byte> json, IPartitionKeyNames names, out ReadOnlySpan<byte> keyName)
    {
        Utf8JsonReader reader = OperationBodyScanner.ReaderOf(json);
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
