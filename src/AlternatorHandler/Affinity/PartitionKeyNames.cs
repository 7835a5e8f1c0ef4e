using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace AlternatorHandler.Affinity;

/// <summary>Holds the partition keys of tables: those that the options name, and those that were learned.</summary>
/// <remarks>Names are decoded UTF-8. The request path calls it: no locks, no waiting, any thread.</remarks>
internal sealed class PartitionKeyNames(IDictionary<string, string> configured) : IPartitionKeyNames
{
    private readonly ConcurrentDictionary<byte[], byte[]> _known = new(
        configured.Select(pair => KeyValuePair.Create(Encoding.UTF8.GetBytes(pair.Key), Encoding.UTF8.GetBytes(pair.Value))),
        Utf8NameComparer.Instance);

    // Tables that are being learned, or that are not asked for again yet.
    private readonly ConcurrentDictionary<byte[], bool> _pending = new(Utf8NameComparer.Instance);

    /// <summary>Occurs when a request names a table whose key is unknown, once until <see cref="Release"/>.</summary>
    public event Action<byte[]>? UnknownTable;

    public bool TryGet(scoped ReadOnlySpan<byte> table, out ReadOnlySpan<byte> keyName)
    {
        var isKnown = _known.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(table, out var name);
        keyName = name;
        return isKnown;
    }

    public void ReportUnknown(ReadOnlySpan<byte> table)
    {
        if (!_pending.GetAlternateLookup<ReadOnlySpan<byte>>().ContainsKey(table) && table.ToArray() is var name && _pending.TryAdd(name, true))
        {
            UnknownTable?.Invoke(name);
        }
    }

    public void Add(byte[] table, byte[] keyName) => _known[table] = keyName;

    /// <summary>Lets <see cref="UnknownTable"/> occur again for a table.</summary>
    public void Release(byte[] table) => _pending.TryRemove(table, out _);

    /// <summary>Removes what was learned about a table: it was dropped, or created again with another key. What the options name stays.</summary>
    public void Forget(string table)
    {
        if (!configured.ContainsKey(table))
        {
            _known.TryRemove(Encoding.UTF8.GetBytes(table), out _);
        }
    }
}

/// <summary>Compares names as the bytes that a request carries, so that a lookup creates no string.</summary>
internal sealed class Utf8NameComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
{
    public static Utf8NameComparer Instance { get; } = new();

    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

    public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

    public int GetHashCode(ReadOnlySpan<byte> alternate)
    {
        var hash = default(HashCode);
        hash.AddBytes(alternate);
        return hash.ToHashCode();
    }

    public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
}

/// <summary>Knows the partition key attribute of tables, and hears of the tables that it should get to know.</summary>
/// <remarks>Names are decoded UTF-8. Called on the request path: no locks, no waiting, any thread.</remarks>
internal interface IPartitionKeyNames
{
    bool TryGet(scoped ReadOnlySpan<byte> table, out ReadOnlySpan<byte> keyName);

    /// <summary>A request would have been routed by its key if <see cref="TryGet"/> had known this table.</summary>
    void ReportUnknown(ReadOnlySpan<byte> table);
}
