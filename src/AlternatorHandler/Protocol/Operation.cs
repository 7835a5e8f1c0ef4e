namespace AlternatorHandler.Protocol;

/// <summary>Represents the operation of a request, with all properties that the library derives from the operation's name.</summary>
internal sealed record Operation
{
    private const string TargetHeader = "X-Amz-Target";
    private const string Other = "_OTHER";

    private static readonly Operation UnnamedRead = new() { Kind = OperationKind.Read, Repeatability = Repeatability.Always };
    private static readonly Operation UnnamedWrite = new();

    private static readonly Dictionary<string, Operation>.AlternateLookup<ReadOnlySpan<char>> Known = new[]
    {
        Read("GetItem", LatencyClass.PointRead) with { IsHedgeable = true },
        Read("BatchGetItem", LatencyClass.RangeOrBatch),
        Read("Query", LatencyClass.RangeOrBatch),
        Read("Scan", LatencyClass.RangeOrBatch),
        Read("DescribeTable"),
        Read("ListTables"),
        Read("DescribeEndpoints"),
        Read("ListTagsOfResource"),
        Read("DescribeTimeToLive"),
        Read("DescribeContinuousBackups"),
        Read("ListStreams"),
        Read("DescribeStream"),
        Read("GetShardIterator"),
        Read("GetRecords"),
        Write("PutItem", LatencyClass.Write) with { KeyLocation = KeyLocation.Item, Repeatability = Repeatability.DependsOnBody },
        Write("UpdateItem", LatencyClass.Write) with { KeyLocation = KeyLocation.Key, Repeatability = Repeatability.DependsOnBody, IsUpdate = true },
        Write("DeleteItem", LatencyClass.Write) with { KeyLocation = KeyLocation.Key, Repeatability = Repeatability.DependsOnBody },
        Write("BatchWriteItem", LatencyClass.RangeOrBatch) with { KeyLocation = KeyLocation.Batch, Repeatability = Repeatability.Always },
        Write("CreateTable"),
        Write("UpdateTable"),
        Write("DeleteTable"),
        Write("TagResource"),
        Write("UntagResource"),
        Write("UpdateTimeToLive"),
    }.ToDictionary(operation => operation.Name!).GetAlternateLookup<ReadOnlySpan<char>>();

    private Operation()
    {
    }

    /// <summary>Gets the name, such as <c>GetItem</c>, or <see langword="null"/> if the request does not have one.</summary>
    public string? Name { get; private init; }

    /// <summary>Gets the name in metrics and spans. It is <c>_OTHER</c> for an unknown operation, because each additional name would create a time series.</summary>
    public string? TagName { get; private init; }

    /// <summary>Gets a value that specifies whether the operation changes data. An unknown operation is treated as a write, because repeating it could be harmful.</summary>
    public OperationKind Kind { get; private init; } = OperationKind.Write;

    /// <summary>Gets the class of operations whose latencies are compared with those of this operation.</summary>
    public LatencyClass LatencyClass { get; private init; } = LatencyClass.NotMeasured;

    /// <summary>Gets a value indicating whether a second copy may be sent while the first copy is in flight.</summary>
    public bool IsHedgeable { get; private init; }

    /// <summary>Gets the location of the partition keys by which key affinity chooses a node.</summary>
    public KeyLocation KeyLocation { get; private init; }

    /// <summary>Gets a value that specifies whether the operation may be applied twice.</summary>
    public Repeatability Repeatability { get; private init; }

    /// <summary>Gets a value indicating whether the body may have an update expression, and may therefore read the item that it writes.</summary>
    public bool IsUpdate { get; private init; }

    /// <summary>Gets the operation of a request.</summary>
    /// <remarks>As in the server, the operation is the text after the first dot of the header's value; the text before it is ignored.</remarks>
    public static Operation FromRequest(HttpRequestMessage request)
    {
        if (!request.Headers.NonValidated.TryGetValues(TargetHeader, out var values))
        {
            return request.Method == HttpMethod.Get || request.Method == HttpMethod.Head || request.Method == HttpMethod.Options ? UnnamedRead : UnnamedWrite;
        }

        var target = values.ToString();
        return FromName(target.AsSpan(target.IndexOf('.', StringComparison.Ordinal) + 1));
    }

    /// <summary>Gets the operation with a name.</summary>
    public static Operation FromName(ReadOnlySpan<char> name) =>
        Known.TryGetValue(name, out var operation) ? operation : new Operation { Name = name.ToString(), TagName = Other };

    private static Operation Read(string name, LatencyClass latencyClass = LatencyClass.NotMeasured) =>
        new() { Name = name, TagName = name, Kind = OperationKind.Read, LatencyClass = latencyClass, Repeatability = Repeatability.Always };

    private static Operation Write(string name, LatencyClass latencyClass = LatencyClass.NotMeasured) =>
        new() { Name = name, TagName = name, LatencyClass = latencyClass };
}

/// <summary>Specifies whether an operation changes data.</summary>
internal enum OperationKind
{
    Read,
    Write,
}

/// <summary>Specifies classes of operations with similar latencies. Nodes are compared within a class, so that a scan does not make a node appear slow.</summary>
internal enum LatencyClass
{
    /// <summary>Reads of one item.</summary>
    PointRead,

    /// <summary>Writes of one item.</summary>
    Write,

    /// <summary>Reads or writes of many items.</summary>
    RangeOrBatch,

    /// <summary>Other operations, which are rare or take as long as a schema change.</summary>
    NotMeasured,
}

/// <summary>Specifies the location of the partition keys in a request body.</summary>
internal enum KeyLocation
{
    /// <summary>The operation does not have a partition key.</summary>
    None,

    /// <summary>In the member <c>Item</c>.</summary>
    Item,

    /// <summary>In the member <c>Key</c>.</summary>
    Key,

    /// <summary>In the writes of the member <c>RequestItems</c>.</summary>
    Batch,
}

/// <summary>Specifies whether applying an operation twice has the same effect and the same response as applying it once.</summary>
internal enum Repeatability
{
    Never,

    /// <summary>Decided by <see cref="IdempotentWrite"/>.</summary>
    DependsOnBody,

    Always,
}
