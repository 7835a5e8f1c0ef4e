using System.Buffers.Binary;
using System.Text;

namespace AlternatorHandler.Testing.Engine;

/// <summary>Represents the bytes of a partition key and their token, which determines the order of scans.</summary>
/// <remarks>As in Alternator, the bytes of a number depend on the scale of its text: 1 and 1.0 are different partitions.</remarks>
internal readonly struct PartitionKey : IEquatable<PartitionKey>, IComparable<PartitionKey>
{
    private readonly byte[] _bytes;
    private readonly ulong _token;

    public PartitionKey(AttributeValue key)
    {
        _bytes = key switch
        {
            StringValue text => Encoding.UTF8.GetBytes(text.Text),
            BinaryValue binary => binary.Bytes.ToArray(),
            NumberValue number => GetBytes(number.Number),
            _ => throw new InvalidOperationException($"{key.Type} is not a valid type for a key."),
        };
        _token = ComputeToken(_bytes);
    }

    /// <summary>Returns the zero-based index of the segment of the token range that contains the key.</summary>
    public int GetSegment(int totalSegments) => (int)Math.BigMul(_token, (ulong)totalSegments, out _);

    public int CompareTo(PartitionKey other)
    {
        var order = _token.CompareTo(other._token);
        return order != 0 ? order : _bytes.AsSpan().SequenceCompareTo(other._bytes);
    }

    public bool Equals(PartitionKey other) => _token == other._token && _bytes.AsSpan().SequenceEqual(other._bytes);

    public override bool Equals(object? obj) => obj is PartitionKey other && Equals(other);

    public override int GetHashCode() => _token.GetHashCode();

    private static byte[] GetBytes(DecimalNumber number)
    {
        var digits = number.Unscaled.ToByteArray(isBigEndian: true);
        var bytes = new byte[sizeof(int) + digits.Length];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number.Scale);
        digits.CopyTo(bytes.AsSpan(sizeof(int)));
        return bytes;
    }

    // The token is not visible outside the engine, so any deterministic hash with a good distribution works: FNV-1a with the finalizer of MurmurHash3.
    private static ulong ComputeToken(byte[] bytes)
    {
        var hash = 14695981039346656037UL;
        foreach (var value in bytes)
        {
            hash = (hash ^ value) * 1099511628211UL;
        }

        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdUL;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53UL;
        return hash ^ (hash >> 33);
    }
}
