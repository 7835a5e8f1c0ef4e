namespace AlternatorHandler.Affinity.Ordering;

/// <summary>The generator of Go's math/rand with all of its state: each draw is the sum of those 607 and 273 draws before it.</summary>
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
