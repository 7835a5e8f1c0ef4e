using System.Diagnostics;

namespace AlternatorHandler.Affinity.Ordering;

/// <summary>Generates the numbers of Go's <c>rand.New(rand.NewSource(seed))</c>, without filling 607 words of state for the first few numbers.</summary>
/// <remarks>
/// Draw k adds the cells 333-k and 606-k of the state. Before draw 273, neither cell has been written since seeding. A seeded cell j consists of three
/// consecutive values of the Lehmer generator, beginning with the (21+3j)th, mixed with a constant. One multiplication computes that value directly.
/// </remarks>
internal struct GoRandom
{
    private static readonly uint[] Jumps = ComputeJumps();

    private readonly uint _start;
    private int _drawn;
    private GoRandomSource? _source;

    public GoRandom(long seed) => _start = LehmerGenerator.GetStart(seed);

    public ulong Next()
    {
        if (_drawn >= GoRandomSource.Tap)
        {
            return (_source ??= CreateSource(_drawn)).Next();
        }

        int draw = _drawn++;
        return GetCell(GoRandomSource.Length - GoRandomSource.Tap - 1 - draw) + GetCell(GoRandomSource.Length - 1 - draw);
    }

    /// <summary>Returns a number from 0 to <paramref name="bound"/> - 1, as Go's <c>Intn</c> does.</summary>
    public int Intn(int bound)
    {
        Debug.Assert(bound > 0);

        // Numbers above the last whole multiple of the bound are rejected, because they would favor small remainders. For a power of two, there are none.
        int last = int.MaxValue - (int)((1u << 31) % (uint)bound);
        int value = Int31();
        while (value > last)
        {
            value = Int31();
        }

        return value % bound;
    }

    private int Int31() => (int)((Next() >> 32) & int.MaxValue);

    private readonly GoRandomSource CreateSource(int drawn)
    {
        var source = new GoRandomSource(_start);
        for (int i = 0; i < drawn; i++)
        {
            source.Next();
        }

        return source;
    }

    private readonly ulong GetCell(int index)
    {
        uint a = LehmerGenerator.Multiply(_start, Jumps[index]);
        uint b = LehmerGenerator.Next(a);
        uint c = LehmerGenerator.Next(b);
        return ((ulong)a << 40) ^ ((ulong)b << 20) ^ c ^ GoRandomTable.Values[index];
    }

    private static uint[] ComputeJumps()
    {
        var jumps = new uint[GoRandomSource.Length];
        uint power = 1;
        for (int i = 0; i < 21; i++)
        {
            power = LehmerGenerator.Next(power);
        }

        for (int i = 0; i < jumps.Length; i++)
        {
            jumps[i] = power;
            power = LehmerGenerator.Next(LehmerGenerator.Next(LehmerGenerator.Next(power)));
        }

        return jumps;
    }
}
