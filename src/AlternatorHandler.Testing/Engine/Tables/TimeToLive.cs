using System.Numerics;

namespace AlternatorHandler.Testing.Engine;

/// <summary>Tracks when the items of a table expire: at the seconds since 1970 that an attribute of theirs holds.</summary>
internal sealed class TimeToLive(string attribute)
{
    // As in DynamoDB and Alternator, an older time is taken for a mistake, and the item does not expire.
    private const long MaxAge = 5 * 365 * 24 * 60 * 60;

    // An item that is written again leaves its earlier entry here. The item decides when the entry is due.
    private readonly PriorityQueue<ItemKey, BigInteger> _expirations = new();

    public string Attribute => attribute;

    public void Track(ItemKey key, MapValue item)
    {
        if (GetExpiration(item) is { } expiration)
        {
            _expirations.Enqueue(key, expiration);
        }
    }

    /// <summary>Removes and returns the keys of items that may have expired.</summary>
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
