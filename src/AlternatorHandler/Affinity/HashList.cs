using System.Buffers;

namespace AlternatorHandler.Affinity;

/// <summary>A list of hashes in a borrowed array. Not to be copied, and to be disposed of.</summary>
internal struct HashList : IDisposable
{
    // 25 is the most that DynamoDB takes in one batch, 100 the most that Alternator takes unless told otherwise.
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
