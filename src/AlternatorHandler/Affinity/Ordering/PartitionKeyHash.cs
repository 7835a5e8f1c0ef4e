using System.Buffers;
using System.Buffers.Text;

namespace AlternatorHandler.Affinity.Ordering;

/// <summary>Computes the hash of a partition key value as all Alternator clients of ScyllaDB do: Murmur3 over a type byte and the value.</summary>
internal static class PartitionKeyHash
{
    private const byte StringType = 1;
    private const byte NumberType = 2;
    private const byte BinaryType = 3;

    public static long FromString(ReadOnlySpan<byte> utf8) => Compute(StringType, utf8);

    /// <summary>Hashes the text of a number as it was sent. The server treats 42 and 42.0 as one key, but every client hashes them differently.</summary>
    public static long FromNumber(ReadOnlySpan<byte> text) => Compute(NumberType, text);

    public static long FromBinary(ReadOnlySpan<byte> bytes) => Compute(BinaryType, bytes);

    /// <summary>Hashes the bytes that <paramref name="text"/> encodes, in chunks, so that no buffer of the value's size is needed.</summary>
    public static bool TryFromBase64(ReadOnlySpan<byte> text, out long hash)
    {
        Span<byte> chunk = stackalloc byte[192];
        var murmur = new Murmur3();
        murmur.Append(BinaryType);
        OperationStatus status;
        int consumed;
        do
        {
            status = Base64.DecodeFromUtf8(text, chunk, out consumed, out int written);
            murmur.Append(chunk[..written]);
            text = text[consumed..];
        }
        while (status == OperationStatus.DestinationTooSmall && consumed > 0);

        hash = murmur.Finish();
        return status == OperationStatus.Done;
    }

    private static long Compute(byte type, ReadOnlySpan<byte> value)
    {
        var murmur = new Murmur3();
        murmur.Append(type);
        murmur.Append(value);
        return murmur.Finish();
    }
}
