namespace AlternatorHandler.Outcomes;

/// <summary>What became of an attempt, as far as it matters for what follows.</summary>
internal enum AttemptKind
{
    /// <summary>An answer that is the caller's: a success, or an error that another node would give as well.</summary>
    Answered,

    /// <summary>The node can't be reached: nothing was sent.</summary>
    NotSent,

    /// <summary>The node is overloaded and refused to execute the request.</summary>
    Shed,

    /// <summary>The cluster limits the rate; the request was not executed.</summary>
    Throttled,

    /// <summary>The connection broke or the time ran out: the request may have been executed.</summary>
    Broken,

    /// <summary>A 502, 503 or 504, which only a proxy in front of the node sends: the request may have been executed.</summary>
    BadGateway,

    /// <summary>A 500: the request may have been executed, and the fault may be the cluster's rather than the node's.</summary>
    ServerError,

    /// <summary>The node went down for another reason while it had the request: the request may have been executed.</summary>
    NodeWentDown,

    /// <summary>The request's total time ended soon after the attempt began, which says nothing about the node: the request may have been executed.</summary>
    OutOfTime,

    /// <summary>The caller gave up, or the request can't be sent at all.</summary>
    Abandoned,
}

/// <summary>The names of outcomes in metrics and spans: they stay when the code is renamed.</summary>
internal static class AttemptKindNames
{
    public static string Name(this AttemptKind kind) => kind switch
    {
        AttemptKind.Answered => "answered",
        AttemptKind.NotSent => "not_sent",
        AttemptKind.Shed => "shed",
        AttemptKind.Throttled => "throttled",
        AttemptKind.Broken => "broken",
        AttemptKind.BadGateway => "bad_gateway",
        AttemptKind.ServerError => "server_error",
        AttemptKind.NodeWentDown => "node_went_down",
        AttemptKind.OutOfTime => "out_of_time",
        _ => "abandoned",
    };
}
