using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace AlternatorHandler.Affinity;

/// <summary>Holds the partition keys of tables: those from the options and those that were learned.</summary>
/// <remarks>Names are decoded UTF-8. Members are called on the request path from any thread: they take no locks and do not wait.</remarks>
internal sealed class PartitionKeyNames(IDictionary<string, string> configured) : IPartitionKeyNames
{
    private readonly ConcurrentDictionary<byte[], byte[]> _keyNames = new(
        configured.Select(pair => KeyValuePair.Create(Encoding.UTF8.GetBytes(pair.Key), Encoding.UTF8.GetBytes(pair.Value))),
        Utf8NameComparer.Instance);

    // Tables that are being learned, or that must not be described again yet.
    private readonly ConcurrentDictionary<byte[], bool> _pending = new(Utf8NameComparer.Instance);

    /// <summary>Occurs when a request names a table whose key is unknown, once per table until <see cref="Release"/>.</summary>
    public event Action<byte[]>? UnknownTable;

    public bool TryGet(scoped ReadOnlySpan<byte> table, out ReadOnlySpan<byte> keyName)
    {
        var isFound = _keyNames.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(table, out var name);
        keyName = name;
        return isFound;
    }

    public void ReportUnknown(ReadOnlySpan<byte> table)
    {
        if (!_pending.GetAlternateLookup<ReadOnlySpan<byte>>().ContainsKey(table) && table.ToArray() is var name && _pending.TryAdd(name, true))
        {
            UnknownTable?.Invoke(name);
        }
    }

    public void Add(byte[] table, byte[] keyName) => _keyNames[table] = keyName;

    /// <summary>Allows <see cref="UnknownTable"/> to occur again for a table.</summary>
    public void Release(byte[] table) => _pending.TryRemove(table, out _);

    /// <summary>Removes the learned key of a table that was dropped, or created again with a different key. Keys from the options are kept.</summary>
    public void Remove(string table)
    {
        if (!configured.ContainsKey(table))
        {
            _keyNames.TryRemove(Encoding.UTF8.GetBytes(table), out _);
        }
    }
}

/// <summary>Compares names as UTF-8 bytes, so that a lookup does not create a string.</summary>
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

/// <summary>Supplies the partition key attributes of tables, and receives the tables whose key is unknown.</summary>
/// <remarks>Names are decoded UTF-8. Members are called on the request path from any thread: they must not take locks or wait.</remarks>
internal interface IPartitionKeyNames
{
    bool TryGet(scoped ReadOnlySpan<byte> table, out ReadOnlySpan<byte> keyName);

    /// <summary>Reports a table for which <see cref="TryGet"/> found no key, so that a request could not be routed by its key.</summary>
    void ReportUnknown(ReadOnlySpan<byte> table);
}
