using System.Diagnostics;

namespace AlternatorHandler.Affinity.Ordering;

/// <summary>The numbers of Go's <c>rand.New(rand.NewSource(seed))</c>, without filling 607 words of state for the first few of them.</summary>
/// <remarks>
/// Draw k adds the cells 333-k and 606-k of the state. Until draw 273 neither has been written since seeding, and a seeded cell j is three
/// consecutive values of the Lehmer generator, from the (21+3j)th on, mixed with a constant. One multiplication jumps to that value.
/// </remarks>
internal struct GoRandom
{
    private static readonly uint[] Jumps = ComputeJumps();

    private readonly uint _start;
    private int _drawn;
    private GoRandomSource? _source;

    public GoRandom(long seed) => _start = LehmerGenerator.Start(seed);

    public ulong Next()
    {
        if (_drawn >= GoRandomSource.Tap)
        {
            return (_source ??= SourceAfter(_drawn)).Next();
        }

        int draw = _drawn++;
        return Cell(GoRandomSource.Length - GoRandomSource.Tap - 1 - draw) + Cell(GoRandomSource.Length - 1 - draw);
    }

    /// <summary>A number in 0..bound-1, drawn as Go's <c>Intn</c> does.</summary>
    public int Intn(int bound)
    {
        Debug.Assert(bound > 0);
        // The numbers above the last whole multiple of the bound would favour the small remainders. A power of two has none above.
        int last = int.MaxValue - (int)((1u << 31) % (uint)bound);
        int value = Int31();
        while (value > last)
        {
            value = Int31();
        }

        return value % bound;
    }

    private int Int31() => (int)((Next() >> 32) & int.MaxValue);

    private readonly GoRandomSource SourceAfter(int drawn)
    {
        var source = new GoRandomSource(_start);
        for (int i = 0; i < drawn; i++)
        {
            source.Next();
        }

        return source;
    }

    private readonly ulong Cell(int index)
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
