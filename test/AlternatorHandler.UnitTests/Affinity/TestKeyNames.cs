using System.Text;
using AlternatorHandler.Affinity;

namespace AlternatorHandler.UnitTests.Affinity;

internal sealed class TestKeyNames(params (string Table, string Key)[] tables) : IPartitionKeyNames
{
    private readonly (byte[] Table, byte[] Key)[] _tables = [.. tables.Select(t => (Encoding.UTF8.GetBytes(t.Table), Encoding.UTF8.GetBytes(t.Key)))];

    public List<string> Asked { get; } = [];

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

    public void ReportUnknown(ReadOnlySpan<byte> table) => Asked.Add(Encoding.UTF8.GetString(table));
}
