namespace AlternatorHandler.Protocol;

/// <summary>Represents what a request asks for, with everything that the library derives from the operation's name.</summary>
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

    /// <summary>Gets the name, such as <c>GetItem</c>, or <see langword="null"/> if the request has none.</summary>
    public string? Name { get; private init; }

    /// <summary>Gets the name in metrics and spans, where a name that only this request has would be a series of its own.</summary>
    public string? TagName { get; private init; }

    /// <summary>Gets a value indicating whether the operation changes data. An unknown one does: repeating it could do harm.</summary>
    public OperationKind Kind { get; private init; } = OperationKind.Write;

    /// <summary>Gets the operations that this one is compared with when the speed of nodes is compared.</summary>
    public LatencyClass LatencyClass { get; private init; } = LatencyClass.NotMeasured;

    /// <summary>Gets a value indicating whether a second copy may be sent while the first one is under way.</summary>
    public bool IsHedgeable { get; private init; }

    /// <summary>Gets where the body has the partition keys by which key affinity chooses a node.</summary>
    public KeyLocation KeyLocation { get; private init; }

    /// <summary>Gets whether the operation may be applied twice.</summary>
    public Repeatability Repeatability { get; private init; }

    /// <summary>Gets a value indicating whether the body may have an update expression, and so read the item that it writes.</summary>
    public bool IsUpdate { get; private init; }

    /// <summary>Finds the operation that a request names.</summary>
    /// <remarks>As the server does it: the operation is what follows the first dot, whatever precedes it.</remarks>
    public static Operation FromRequest(HttpRequestMessage request)
    {
        if (!request.Headers.NonValidated.TryGetValues(TargetHeader, out var values))
        {
            return request.Method == HttpMethod.Get || request.Method == HttpMethod.Head || request.Method == HttpMethod.Options ? UnnamedRead : UnnamedWrite;
        }

        var target = values.ToString();
        return FromName(target.AsSpan(target.IndexOf('.', StringComparison.Ordinal) + 1));
    }

    /// <summary>Finds the operation of a name.</summary>
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

/// <summary>Specifies operations that take about as long as each other. Nodes are compared within a class, so that a scan makes no node look slow.</summary>
internal enum LatencyClass
{
    /// <summary>One item is read.</summary>
    PointRead,

    /// <summary>One item is written.</summary>
    Write,

    /// <summary>Many items are read or written.</summary>
    RangeOrBatch,

    /// <summary>Everything else is rare, or takes as long as the schema takes to change.</summary>
    NotMeasured,
}

/// <summary>Specifies where a request body has its partition keys.</summary>
internal enum KeyLocation
{
    /// <summary>The operation is tied to no key.</summary>
    None,

    /// <summary>In the member <c>Item</c>.</summary>
    Item,

    /// <summary>In the member <c>Key</c>.</summary>
    Key,

    /// <summary>In the writes of the member <c>RequestItems</c>.</summary>
    Batch,
}

/// <summary>Specifies whether applying an operation twice has the effect, and the response, of applying it once.</summary>
internal enum Repeatability
{
    Never,

    /// <summary>Decided by <see cref="IdempotentWrite"/>.</summary>
    DependsOnBody,

    Always,
}
