using AlternatorHandler.Affinity;
using AlternatorHandler.Protocol;

namespace AlternatorHandler.UnitTests.Affinity;

public sealed class AffinityAllocationTests
{
    private static readonly TestKeyNames Names = Scan.Names();

    private static readonly byte[] Put =
        """{"ConditionExpression":"a = :b","Item":{"data":{"S":"some more bytes"},"id":{"S":"user_123"}},"TableName":"orders"}"""u8.ToArray();

    private static readonly byte[] EscapedPut =
        """{"ConditionExpression":"a = :b","Item":{"data":{"S":"some more bytes"},"i\u0064":{"S":"us\u0065r_123"}},"TableName":"\u006frders"}"""u8.ToArray();

    private static readonly byte[] Batch =
        """{"RequestItems":{"orders":[{"PutRequest":{"Item":{"id":{"S":"x"}}}},{"DeleteRequest":{"Key":{"id":{"B":"AQID"}}}}]}}"""u8.ToArray();

    [Test]
    public void Scanning_a_put_and_its_first_pick_allocate_nothing() => Assert.That(MeasureAllocation(() => ScanAndPick("PutItem", Put)), Is.Zero);

    [Test]
    public void Scanning_a_put_with_escapes_and_its_first_pick_allocate_nothing() => Assert.That(MeasureAllocation(() => ScanAndPick("PutItem", EscapedPut)), Is.Zero);

    [Test]
    public void Enumerating_the_order_of_all_nodes_allocates_nothing() => Assert.That(MeasureAllocation(() => Enumerate(new AffinityRequest(42), 100)), Is.Zero);

    [Test]
    public void Scanning_a_batch_allocates_only_its_hashes()
    {
        const int ArrayOfTwo = 24 + (2 * sizeof(long));
        Assert.That(MeasureAllocation(() => ScanAndPick("BatchWriteItem", Batch)), Is.EqualTo(ArrayOfTwo));
    }

    private static void ScanAndPick(string operation, byte[] body)
    {
        if (!OperationBodyScanner.TryGetPreferred(Operation.FromName(operation), body, Names, AlternatorKeyAffinityMode.AnyWrite, out AffinityRequest request))
        {
            throw new InvalidOperationException("The body has a key.");
        }

        _ = request.GetFirst(9);
    }

    private static void Enumerate(AffinityRequest request, int count)
    {
        int sum = 0;
        foreach (int node in request.GetOrder(count))
        {
            sum += node;
        }

        _ = sum;
    }

    private static long MeasureAllocation(Action action)
    {
        for (int i = 0; i < 200; i++)
        {
            action();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
