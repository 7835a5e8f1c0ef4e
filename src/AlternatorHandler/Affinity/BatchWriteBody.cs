using System.Buffers;
using System.Text.Json;

namespace AlternatorHandler.Affinity;

/// <summary>Reads the partition keys that vote for the node of a BatchWriteItem. Writes whose key cannot be determined are skipped.</summary>
internal static class BatchWriteBody
{
    public static bool TryRead(ReadOnlySpan<byte> body, IPartitionKeyNames names, out AffinityRequest request)
    {
        request = default;
        Utf8JsonReader reader = OperationBodyScanner.CreateReader(body);
        if (!TryFindTables(ref reader))
        {
            return false;
        }

        var hashes = new HashList();
        try
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                ReadTable(ref reader, names, ref hashes);
            }

            if (hashes.Count == 0)
            {
                return false;
            }

            request = new AffinityRequest(hashes.ToArray());
            return true;
        }
        finally
        {
            hashes.Dispose();
        }
    }

    private static bool TryFindTables(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("RequestItems"u8))
            {
                return reader.Read() && reader.TokenType == JsonTokenType.StartObject;
            }

            reader.Skip();
        }

        return false;
    }

    private static void ReadTable(ref Utf8JsonReader reader, IPartitionKeyNames names, ref HashList hashes)
    {
        using var table = new DecodedText(in reader, reader.ValueSpan, stackalloc byte[256]);
        if (!names.TryGet(table.Utf8, out ReadOnlySpan<byte> keyName))
        {
            names.ReportUnknown(table.Utf8);
            reader.Skip();
            return;
        }

        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject && TryReadWrite(ref reader, keyName, out long hash))
            {
                hashes.Add(hash);
            }

            reader.Skip();
        }
    }

    // A write is either a put or a delete. The server rejects a write that is both, so it has no vote.
    private static bool TryReadWrite(ref Utf8JsonReader reader, scoped ReadOnlySpan<byte> keyName, out long hash)
    {
        bool isPut = false;
        bool isDelete = false;
        bool hashed = false;
        hash = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool put = reader.ValueTextEquals("PutRequest"u8);
            bool delete = reader.ValueTextEquals("DeleteRequest"u8);
            reader.Read();
            if ((put || delete) && reader.TokenType == JsonTokenType.StartObject)
            {
                hashed |= !isPut && !isDelete && TryReadKey(reader, put ? "Item"u8 : "Key"u8, keyName, out hash);
                isPut |= put;
                isDelete |= delete;
            }

            reader.Skip();
        }

        return hashed && !(isPut && isDelete);
    }

    // The reader is a copy: this method stops at the key, while the caller continues after the whole request.
    private static bool TryReadKey(Utf8JsonReader reader, scoped ReadOnlySpan<byte> member, scoped ReadOnlySpan<byte> keyName, out long hash)
    {
        hash = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(member))
            {
                return reader.Read() && reader.TokenType == JsonTokenType.StartObject && KeyAttribute.TryHash(ref reader, keyName, out hash);
            }

            reader.Skip();
        }

        return false;
    }
}

/// <summary>Represents a list of hashes in a pooled array. Do not copy it, and dispose it after use.</summary>
internal struct HashList : IDisposable
{
    // DynamoDB accepts at most 25 writes in one batch, and Alternator at most 100 by default.
    private const int InitialCapacity = 128;

    private long[] _items;

    public HashList() => _items = ArrayPool<long>.Shared.Rent(InitialCapacity);

    public int Count { get; private set; }

    public void Add(long hash)
    {
        if (Count == _items.Length)
        {
            long[] larger = ArrayPool<long>.Shared.Rent(Count * 2);
            _items.CopyTo(larger, 0);
            Dispose();
            _items = larger;
        }

        _items[Count++] = hash;
    }

    public readonly long[] ToArray() => _items.AsSpan(0, Count).ToArray();

    public readonly void Dispose() => ArrayPool<long>.Shared.Return(_items);
}
