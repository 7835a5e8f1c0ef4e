using System.Text;
using AlternatorHandler.Affinity;
using AlternatorHandler.Affinity.Ordering;
using AlternatorHandler.Protocol;

namespace AlternatorHandler.UnitTests.Affinity;

/// <summary>Scans request bodies. The table <c>orders</c> has the key <c>id</c>, and <c>audit</c> has the key <c>who</c>.</summary>
internal static class Scan
{
    public static TestKeyNames Names() => new(("orders", "id"), ("audit", "who"), ("bücher", "schlüssel"));

    public static long[]? Hashes(string operation, string body, AlternatorKeyAffinityMode mode = AlternatorKeyAffinityMode.AnyWrite, TestKeyNames? names = null) =>
        Hashes(operation, Encoding.UTF8.GetBytes(body), mode, names);

    public static long[]? Hashes(string operation, byte[] body, AlternatorKeyAffinityMode mode = AlternatorKeyAffinityMode.AnyWrite, TestKeyNames? names = null) =>
        OperationBodyScanner.TryGetPreferred(Operation.FromName(operation), body, names ?? Names(), mode, out AffinityRequest request) ? request.Hashes.ToArray() : null;

    public static int[]? Order(string operation, string body, int nodes)
    {
        if (!OperationBodyScanner.TryGetPreferred(Operation.FromName(operation), Encoding.UTF8.GetBytes(body), Names(), AlternatorKeyAffinityMode.AnyWrite, out AffinityRequest request))
        {
            return null;
        }

        var order = new List<int>();
        foreach (int node in request.GetOrder(nodes))
        {
            order.Add(node);
        }

        Assert.That(request.GetFirst(nodes), Is.EqualTo(order[0]));
        return [.. order];
    }

    public static long HashString(string value) => PartitionKeyHash.FromString(Encoding.UTF8.GetBytes(value));
}
