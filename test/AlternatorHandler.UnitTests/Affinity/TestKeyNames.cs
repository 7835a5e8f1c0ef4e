using System.Text;
using AlternatorHandler.Affinity;

namespace AlternatorHandler.UnitTests.Affinity;

/// <summary>Represents a fixed set of partition key names that records the unknown tables.</summary>
internal sealed class TestKeyNames(params (string Table, string Key)[] tables) : IPartitionKeyNames
{
    private readonly (byte[] Table, byte[] Key)[] _tables = [.. tables.Select(t => (Encoding.UTF8.GetBytes(t.Table), Encoding.UTF8.GetBytes(t.Key)))];

    public List<string> Reported { get; } = [];

    public bool TryGet(scoped ReadOnlySpan<byte> table, out ReadOnlySpan<byte> keyName)
    {
        foreach ((byte[] known, byte[] key) in _tables)
        {
            if (table.SequenceEqual(known))
            {
                keyName = key;
                return true;
            }
        }

        keyName = default;
        return false;
    }

    public void ReportUnknown(ReadOnlySpan<byte> table) => Reported.Add(Encoding.UTF8.GetString(table));
}
