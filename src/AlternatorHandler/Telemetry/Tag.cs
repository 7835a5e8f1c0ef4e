namespace AlternatorHandler.Telemetry;

/// <summary>Defines the names of tags: those of OpenTelemetry where it defines one, otherwise names that begin with <c>alternator</c>.</summary>
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

    /// <summary>The value of <see cref="DbSystem"/>. It is not <c>aws.dynamodb</c>, because the requests do not go to AWS.</summary>
    public const string System = "scylladb.alternator";

    // IdnHost does not have the brackets of Uri.Host around an IPv6 address.
    public static string GetAddress(Uri node) => node.IdnHost;

    public static string GetState(AlternatorNodeState state) => state switch
    {
        AlternatorNodeState.Up => "up",
        AlternatorNodeState.Probation => "probation",
        _ => "down",
    };
}
