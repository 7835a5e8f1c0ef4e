using System.Buffers;
using System.Buffers.Text;

namespace AlternatorHandler.Affinity.Ordering;

/// <summary>The hash of a partition key value on which ScyllaDB's Alternator clients agree: Murmur3 over a type byte and the value.</summary>
internal static class PartitionKeyHash
{
    private const byte StringType = 1;
    private const byte NumberType = 2;
    private const byte BinaryType = 3;

    public static long OfString(ReadOnlySpan<byte> utf8) => Of(StringType, utf8);

    /// <summary>Hashes the text of a number as it was sent: 42 and 42.0 are one key to the server, but hash differently in every client.</summary>
    public static long OfNumber(ReadOnlySpan<byte> text) => Of(NumberType, text);

    public static long OfBinary(ReadOnlySpan<byte> bytes) => Of(BinaryType, bytes);

    /// <summary>Hashes the bytes that <paramref name="text"/> stands for, in chunks, so that a value of any size needs no buffer of its own.</summary>
    public static bool TryOfBase64(ReadOnlySpan<byte> text, out long hash)
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

    private static long Of(byte type, ReadOnlySpan<byte> value)
    {
        var murmur = new Murmur3();
        murmur.Append(type);
        murmur.Append(value);
        return murmur.Finish();
    }
}
