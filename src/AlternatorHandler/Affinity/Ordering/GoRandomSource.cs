namespace AlternatorHandler.Affinity.Ordering;

/// <summary>Implements the generator of Go's math/rand with its full state: each draw is the sum of the draws 607 and 273 positions before it.</summary>
internal sealed class GoRandomSource
{
    public const int Length = 607;
    public const int Tap = 273;

    private readonly ulong[] _state = new ulong[Length];
    private int _tap;
    private int _feed = Length - Tap;

    public GoRandomSource(uint start)
    {
        const int Discarded = 20;
        uint x = start;
        for (int i = 0; i < Discarded; i++)
        {
            x = LehmerGenerator.Next(x);
        }

        for (int i = 0; i < Length; i++)
        {
            x = LehmerGenerator.Next(x);
            ulong cell = (ulong)x << 40;
            x = LehmerGenerator.Next(x);
            cell ^= (ulong)x << 20;
            x = LehmerGenerator.Next(x);
            cell ^= x;
            _state[i] = cell ^ GoRandomTable.Values[i];
        }
    }

    public ulong Next()
    {
        _tap = _tap == 0 ? Length - 1 : _tap - 1;
        _feed = _feed == 0 ? Length - 1 : _feed - 1;
        return _state[_feed] += _state[_tap];
    }
}

/// <summary>Implements the generator x -> 48271 x mod 2^31-1, from which Go's math/rand fills its state.</summary>
internal static class LehmerGenerator
{
    public const uint Multiplier = 48271;
    public const uint Modulus = int.MaxValue;

    /// <summary>Converts a 64-bit seed to a starting value from 1 to <see cref="Modulus"/> - 1, as Go does: seeds that are equal modulo 2^31-1 give the same value.</summary>
    public static uint GetStart(long seed)
    {
        long reduced = seed % Modulus;
        return reduced switch
        {
            0 => 89482311,
            < 0 => (uint)(reduced + Modulus),
            _ => (uint)reduced,
        };
    }

    public static uint Next(uint value) => Multiply(value, Multiplier);

    public static uint Multiply(uint a, uint b)
    {
        // 2^31 = 1 modulo the 31-bit Mersenne number, so the high half is added to the low half.
        ulong product = (ulong)a * b;
        uint sum = (uint)(product & Modulus) + (uint)(product >> 31);
        return sum >= Modulus ? sum - Modulus : sum;
    }
}
