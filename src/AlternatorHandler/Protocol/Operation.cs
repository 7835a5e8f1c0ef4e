
namespace AlternatorHandler.Protocol;

/// <summary>What a request asks for.</summary>
/// <param name="Name">The operation, such as <c>GetItem</c>, or <see langword="null"/> if the request names none.</param>
/// <param name="Kind">Whether it changes data.</param>
internal sealed record Operation(string? Name, OperationKind Kind)
{
    private const string TargetHeader = "X-Amz-Target";
    private const string Other = "_OTHER";

    private static readonly Operation UnnamedRead = new(null, OperationKind.Read);
    private static readonly Operation UnnamedWrite = new(null, OperationKind.Write);

    // An operation that is not named here counts as a write: sending it twice could do harm.
    private static readonly Dictionary<string, Operation>.AlternateLookup<ReadOnlySpan<char>> Known = new[]
    {
        new Operation("GetItem", OperationKind.Read),
        new Operation("BatchGetItem", OperationKind.Read),
        new Operation("Query", OperationKind.Read),
        new Operation("Scan", OperationKind.Read),
        new Operation("DescribeTable", OperationKind.Read),
        new Operation("ListTables", OperationKind.Read),
        new Operation("DescribeEndpoints", OperationKind.Read),
        new Operation("ListTagsOfResource", OperationKind.Read),
        new Operation("DescribeTimeToLive", OperationKind.Read),
        new Operation("DescribeContinuousBackups", OperationKind.Read),
        new Operation("ListStreams", OperationKind.Read),
        new Operation("DescribeStream", OperationKind.Read),
        new Operation("GetShardIterator", OperationKind.Read),
        new Operation("GetRecords", OperationKind.Read),
        new Operation("PutItem", OperationKind.Write),
        new Operation("UpdateItem", OperationKind.Write),
        new Operation("DeleteItem", OperationKind.Write),
        new Operation("BatchWriteItem", OperationKind.Write),
        new Operation("CreateTable", OperationKind.Write),
        new Operation("UpdateTable", OperationKind.Write),
        new Operation("DeleteTable", OperationKind.Write),
        new Operation("TagResource", OperationKind.Write),
        new Operation("UntagResource", OperationKind.Write),
        new Operation("UpdateTimeToLive", OperationKind.Write),
    }.ToDictionary(operation => operation.Name!).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Gets the operations that this one is compared with when a node's speed is judged.</summary>
    public LatencyClass LatencyClass { get; } = LatencyClassOf(Name);

    /// <summary>Gets the name in metrics and spans, where a name that only this request has would be a series of its own.</summary>
    public string? TagName { get; private init; } = Name;

    public static LatencyClass LatencyClassOf(string? operation) => operation switch
    {
        "GetItem" => LatencyClass.PointRead,
        "PutItem" or "UpdateItem" or "DeleteItem" => LatencyClass.Write,
        "Query" or "Scan" or "BatchGetItem" or "BatchWriteItem" => LatencyClass.RangeOrBatch,
        _ => LatencyClass.NotMeasured,
    };

    public static Operation Of(HttpRequestMessage request)
    {
        if (!request.Headers.NonValidated.TryGetValues(TargetHeader, out var values))
        {
            return request.Method == HttpMethod.Get || request.Method == HttpMethod.Head || request.Method == HttpMethod.Options ? UnnamedRead : UnnamedWrite;
        }

        // As the server does it: the operation is what follows the first dot, whatever stands before it.
        var target = values.ToString();
        var dot = target.IndexOf('.', StringComparison.Ordinal);
        return Known.TryGetValue(target.AsSpan(dot + 1), out var operation) ? operation : new Operation(target[(dot + 1)..], OperationKind.Write) { TagName = Other };
    }
}
