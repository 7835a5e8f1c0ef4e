using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AlternatorHandler.Affinity.Ordering;

/// <summary>Computes MurmurHash3 x64_128 with seed 0 incrementally. The result is the first half of the hash.</summary>
/// <remarks>Tail bytes are unsigned, as in the original algorithm. Cassandra's partitioner sign-extends them, so its hashes differ.</remarks>
internal struct Murmur3
{
    private const int BlockSize = 16;
    private const ulong C1 = 0x87c37b91114253d5;
    private const ulong C2 = 0x4cf5ad432745937f;

    private ulong _h1;
    private ulong _h2;
    private ulong _length;
    private Block _pending;

    public static long Hash(ReadOnlySpan<byte> data)
    {
        var hash = new Murmur3();
        hash.Append(data);
        return hash.Finish();
    }

    [UnscopedRef]
    private Span<byte> Pending => _pending;

    public void Append(byte value) => Append(new ReadOnlySpan<byte>(in value));

    public void Append(ReadOnlySpan<byte> data)
    {
        int held = (int)(_length % BlockSize);
        _length += (ulong)data.Length;

        if (held > 0)
        {
            int taken = Math.Min(BlockSize - held, data.Length);
            data[..taken].CopyTo(Pending[held..]);
            if (held + taken < BlockSize)
            {
                return;
            }

            Mix(Pending);
            data = data[taken..];
        }

        for (; data.Length >= BlockSize; data = data[BlockSize..])
        {
            Mix(data);
        }

        data.CopyTo(Pending);
    }

    /// <summary>Completes the hash. The instance cannot be used afterwards.</summary>
    public long Finish()
    {
        // A half-block of zeros mixes to zero, so the tail does not need a case for each length.
        Pending[(int)(_length % BlockSize)..].Clear();
        _h1 ^= MixFirst(BinaryPrimitives.ReadUInt64LittleEndian(Pending));
        _h2 ^= MixSecond(BinaryPrimitives.ReadUInt64LittleEndian(Pending[8..]));

        _h1 ^= _length;
        _h2 ^= _length;
        _h1 += _h2;
        _h2 += _h1;
        return (long)(Avalanche(_h1) + Avalanche(_h2));
    }

    private void Mix(ReadOnlySpan<byte> block)
    {
        _h1 ^= MixFirst(BinaryPrimitives.ReadUInt64LittleEndian(block));
        _h1 = ((BitOperations.RotateLeft(_h1, 27) + _h2) * 5) + 0x52dce729;
        _h2 ^= MixSecond(BinaryPrimitives.ReadUInt64LittleEndian(block[8..]));
        _h2 = ((BitOperations.RotateLeft(_h2, 31) + _h1) * 5) + 0x38495ab5;
    }

    private static ulong MixFirst(ulong k) => BitOperations.RotateLeft(k * C1, 31) * C2;

    private static ulong MixSecond(ulong k) => BitOperations.RotateLeft(k * C2, 33) * C1;

    private static ulong Avalanche(ulong k)
    {
        k = (k ^ (k >> 33)) * 0xff51afd7ed558ccd;
        k = (k ^ (k >> 33)) * 0xc4ceb9fe1a85ec53;
        return k ^ (k >> 33);
    }

    [InlineArray(BlockSize)]
    private struct Block
    {
        private byte _first;
    }
}
