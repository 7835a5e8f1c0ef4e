namespace AlternatorHandler.Telemetry;

/// <summary>The names of tags: OpenTelemetry's where it has one, and under <c>alternator</c> where it has none.</summary>
internal static class Tag
{
    public const string Cluster = "alternator.cluster";
    public const string Datacenter = "alternator.datacenter";
    public const string Rack = "alternator.rack";
    public const string NodeState = "alternator.node.state";
    public const string Outcome = "alternator.attempt.outcome";
    public const string DemotionReason = "alternator.demotion.reason";
    public const string ErrorType = "error.type";
    public const string DbSystem = "db.system.name";
    public const string DbOperation = "db.operation.name";
    public const string ServerAddress = "server.address";
    public const string ServerPort = "server.port";

    /// <summary>The value of <see cref="DbSystem"/>. Not <c>aws.dynamodb</c>: that is where the requests do not go.</summary>
    public const string System = "scylladb.alternator";

    // Without the brackets that Uri.Host has around an IPv6 address.
    public static string AddressOf(Uri node) => node.IdnHost;

    public static string StateOf(AlternatorNodeState state) => state switch
    {
        AlternatorNodeState.Up => "up",
        AlternatorNodeState.Probation => "probation",
        _ => "down",
    };
}
