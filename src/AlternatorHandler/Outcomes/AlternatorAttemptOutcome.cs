namespace AlternatorHandler;

/// <summary>Specifies the outcome of an attempt of a request on a node.</summary>
public enum AlternatorAttemptOutcome
{
    /// <summary>The node returned a response for the caller: a success, or an error that another node would return as well.</summary>
    Answered,

    /// <summary>The node could not be reached: nothing was sent.</summary>
    NotSent,

    /// <summary>The node was overloaded and rejected the request without executing it.</summary>
    Shed,

    /// <summary>The cluster limited the rate of requests: the request was not executed.</summary>
    Throttled,

    /// <summary>The connection was lost or the attempt timed out: the request may have been executed.</summary>
    ConnectionLost,

    /// <summary>The response was 502, 503 or 504, which only a proxy in front of the node sends: the request may have been executed.</summary>
    BadGateway,

    /// <summary>The response was 500: the request may have been executed, and the cause may be the cluster rather than the node.</summary>
    ServerError,

    /// <summary>The node went down for another reason while the request was in flight: the request may have been executed.</summary>
    NodeWentDown,

    /// <summary>The request's total time ended soon after the attempt began, which is not evidence against the node: the request may have been executed.</summary>
    OutOfTime,

    /// <summary>The caller cancelled the request, or the request cannot be sent to any node.</summary>
    Abandoned,
}
