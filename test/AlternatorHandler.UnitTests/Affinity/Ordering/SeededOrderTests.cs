using AlternatorHandler.Affinity.Ordering;
using AlternatorHandler.UnitTests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace AlternatorHandler.UnitTests.Affinity.Ordering;

public sealed class SeededOrderTests
{
    // The test suites of ScyllaDB's Alternator clients share these values: the first six picks from node1 to node10 as listed.
    [TestCase(42, new[] { 6, 9, 5, 2, 7, 1 })]
    [TestCase(123, new[] { 6, 1, 4, 3, 10, 5 })]
    [TestCase(999, new[] { 5, 10, 4, 1, 2, 3 })]
    [TestCase(0, new[] { 5, 1, 2, 10, 6, 8 })]
    [TestCase(-1, new[] { 2, 5, 1, 3, 6, 10 })]
    [TestCase(12345, new[] { 4, 5, 1, 7, 6, 8 })]
    [TestCase(9223372036854775807, new[] { 2, 7, 8, 1, 10, 4 })]
    public void The_first_picks_equal_those_of_the_official_clients(long seed, int[] expected)
    {
        string[] nodes = Nodes(10);
        Assert.That(Picks(nodes, seed).Take(6), Is.EqualTo(expected.Select(n => $"http://node{n}.example.com:8043")));
    }

    [TestCase(42, new[] { 5, 8, 4, 10, 6, 1 })]
    [TestCase(123, new[] { 5, 1, 3, 2, 9, 4 })]
    [TestCase(999, new[] { 4, 9, 3, 1, 10, 2 })]
    [TestCase(0, new[] { 4, 1, 10, 9, 5, 7 })]
    [TestCase(-1, new[] { 10, 4, 1, 2, 5, 9 })]
    [TestCase(12345, new[] { 3, 4, 1, 6, 5, 7 })]
    [TestCase(9223372036854775807, new[] { 10, 6, 7, 1, 9, 3 })]
    public void The_first_picks_from_sorted_nodes_equal_those_of_the_official_clients(long seed, int[] expected)
    {
        string[] nodes = TestNodes.SortKeys(Nodes(10));
        Assert.That(Picks(nodes, seed).Take(6), Is.EqualTo(expected.Select(n => $"http://node{n}.example.com:8043")));
    }

    [Test]
    public void Six_nodes_are_ordered_as_in_the_official_clients()
    {
        Assert.That(Picks(Nodes(6), 42), Is.EqualTo(((int[])[6, 3, 1, 4, 2, 5]).Select(n => $"http://node{n}.example.com:8043")));
    }

    [Test]
    public void Three_nodes_are_ordered_as_in_the_official_clients()
    {
        Assert.That(Picks(["a", "b", "c"], 1), Is.EqualTo((string[])["c", "b", "a"]));
    }

    [Test]
    public void Every_node_occurs_once_in_the_order_of_the_reference_algorithm()
    {
        Prop.ForAll(Gen.Choose(0, 700).ToArbitrary(), ArbMap.Default.ArbFor<long>(), (count, seed) =>
        {
            int[] order = Order(count, seed);
            return order.SequenceEqual(ReferenceOrder(count, seed)) && order.Order().SequenceEqual(Enumerable.Range(0, count));
        }).QuickCheckThrowOnFailure();
    }

    [Test]
    public void The_first_node_equals_the_start_of_the_full_order()
    {
        Prop.ForAll(Gen.Choose(1, 50).ToArbitrary(), ArbMap.Default.ArbFor<long>(), (count, seed) => SeededOrder.GetFirst(count, seed) == Order(count, seed)[0])
            .QuickCheckThrowOnFailure();
    }

    private static string[] Nodes(int count) => [.. Enumerable.Range(1, count).Select(n => $"http://node{n}.example.com:8043")];

    private static IEnumerable<string> Picks(string[] nodes, long seed) => Order(nodes.Length, seed).Select(i => nodes[i]);

    private static int[] Order(int count, long seed)
    {
        var order = new List<int>();
        foreach (int node in new SeededOrder(count, seed))
        {
            order.Add(node);
        }

        return [.. order];
    }

    private static List<int> ReferenceOrder(int count, long seed)
    {
        var source = new GoRandomSource(LehmerGenerator.GetStart(seed));
        List<int> remaining = [.. Enumerable.Range(0, count)];
        List<int> order = [];
        while (remaining.Count > 0)
        {
            int draw = Intn(source, remaining.Count);
            order.Add(remaining[draw]);
            remaining[draw] = remaining[^1];
            remaining.RemoveAt(remaining.Count - 1);
        }

        return order;
    }

    private static int Intn(GoRandomSource source, int bound)
    {
        long last = (1L << 31) - ((1L << 31) % bound) - 1;
        long number;
        do
        {
            number = (long)(source.Next() >> 32) & int.MaxValue;
        }
        while (number > last);
        return (int)(number % bound);
    }
}
