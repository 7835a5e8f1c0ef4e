namespace AlternatorHandler.Affinity.Ordering;

/// <summary>The generator x -> 48271 x mod 2^31-1, from which Go's math/rand fills its state.</summary>
internal static class LehmerGenerator
{
    public const uint Multiplier = 48271;
    public const uint Modulus = int.MaxValue;

    /// <summary>Turns any 64-bit seed into a starting value in 1..Modulus-1, as Go does: seeds that are equal modulo 2^31-1 are one seed.</summary>
    public static uint Start(long seed)
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
        // 2^31 = 1 modulo a Mersenne number of 31 bits, so the high half simply adds to the low one.
        ulong product = (ulong)a * b;
        uint sum = (uint)(product & Modulus) + (uint)(product >> 31);
        return sum >= Modulus ? sum - Modulus : sum;
    }
}
