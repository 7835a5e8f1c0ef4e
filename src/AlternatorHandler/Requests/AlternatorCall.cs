using AlternatorHandler.Affinity;
using AlternatorHandler.Outcomes;
using AlternatorHandler.Protocol;
using AlternatorHandler.Telemetry;

namespace AlternatorHandler.Requests;

/// <summary>Represents one request of the caller on its way through its attempts.</summary>
internal sealed class AlternatorCall(HttpRequestMessage request, Uri uri, Operation operation, bool isAsync, CancellationToken cancellationToken)
{
    private List<FailedAttempt>? _failures;
    private IReadOnlyList<AlternatorNode> _triedBefore = [];

    public HttpRequestMessage Request => request;

    /// <summary>Gets the address that the caller wrote, for its path and query.</summary>
    public Uri Uri => uri;

    public Operation Operation => operation;

    /// <summary>Gets a value indicating whether the caller waits with <c>SendAsync</c> rather than <c>Send</c>.</summary>
    public bool IsAsync => isAsync;

    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>Gets the <c>Host</c> header that the caller set.</summary>
    public string? Host { get; init; }

    /// <summary>Gets or sets the timestamp at which the request began, after the first discovery.</summary>
    public long Started { get; set; }

    /// <summary>Gets or sets the object that records the request for listeners, or <see langword="null"/> if there are none.</summary>
    public RequestTelemetry? Telemetry { get; set; }

    /// <summary>Gets or sets a value indicating whether the caller's own trace headers are on the message: they stay.</summary>
    public bool HasTraceHeaders { get; set; }

    /// <summary>Gets or sets the preference of the request's partition key, if it has one.</summary>
    public AffinityRequest? Preferred { get; set; }

    /// <summary>Gets or sets a value indicating whether the body can be sent again.</summary>
    public bool IsReplayable { get; set; } = true;

    /// <summary>Gets or sets the node of the current or last attempt.</summary>
    public AlternatorNode? Node { get; set; }

    /// <summary>Gets or sets the timestamp at which the first attempt on a node that is down began, 0 before that.</summary>
    public long PanicSince { get; set; }

    /// <summary>Gets the attempts that failed, in order. A request whose first attempt succeeds has none.</summary>
    public IReadOnlyList<FailedAttempt> Failures => _failures ?? [];

    /// <summary>Gets the nodes that failed this request, in order.</summary>
    public IReadOnlyList<AlternatorNode> Tried => _failures is null ? _triedBefore : [.. _triedBefore, .. _failures.Select(attempt => attempt.Node)];

    public void AddFailure(FailedAttempt failure) => (_failures ??= []).Add(failure);

    /// <summary>Creates a call for an attempt beside this call's own, with a message and a token of its own.</summary>
    public AlternatorCall Fork(HttpRequestMessage message, IReadOnlyList<AlternatorNode> tried, CancellationToken token) => new(message, uri, operation, isAsync, token)
    {
        Started = Started,
        IsReplayable = IsReplayable,
        Preferred = Preferred,
        Telemetry = Telemetry,
        HasTraceHeaders = HasTraceHeaders,
        _triedBefore = tried,
    };

    /// <summary>Takes over the state of the fork whose outcome counts, and the failures of both.</summary>
    public void Join(AlternatorCall winner, IEnumerable<FailedAttempt> failures)
    {
        PanicSince = winner.PanicSince;
        Node = winner.Node;
        _failures = [.. failures];
    }
}

/// <summary>Represents a failed attempt, as errors and logs describe it.</summary>
internal readonly record struct FailedAttempt(AlternatorNode Node, AttemptKind Kind, string Reason, TimeSpan Duration)
{
    public override string ToString() => $"{Node.Name} {Reason} after {Duration.TotalMilliseconds:0} ms";
}
