using System.Numerics;

namespace AlternatorHandler.Testing.Engine;

/// <summary>Tracks the expiration times of the items in a table. An attribute of the item holds its time, in seconds since 1970.</summary>
internal sealed class TimeToLive(string attribute)
{
    // As in DynamoDB and Alternator, an item whose time is more than five years ago does not expire.
    private const long MaxAge = 5 * 365 * 24 * 60 * 60;

    // The queue may contain earlier times of an item that was written again. Therefore, the item is checked when an entry is due.
    private readonly PriorityQueue<ItemKey, BigInteger> _expirations = new();

    public string Attribute => attribute;

    public void Track(ItemKey key, MapValue item)
    {
        if (GetExpiration(item) is { } expiration)
        {
            _expirations.Enqueue(key, expiration);
        }
    }

    /// <summary>Removes and returns the keys of the items that may have expired.</summary>
    public IEnumerable<ItemKey> TakeDue(long now)
    {
        while (_expirations.TryPeek(out var key, out var expiration) && expiration <= now)
        {
            _expirations.Dequeue();
            yield return key;
        }
    }

    public bool HasExpired(MapValue item, long now) => GetExpiration(item) is { } expiration && expiration <= now && expiration > now - MaxAge;

    private BigInteger? GetExpiration(MapValue item) => item[attribute] is NumberValue { Number: var number } ? number.Truncate() : null;
}
