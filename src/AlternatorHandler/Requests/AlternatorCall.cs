using AlternatorHandler.Affinity;
using AlternatorHandler.Protocol;
using AlternatorHandler.Telemetry;

namespace AlternatorHandler.Requests;

/// <summary>Represents a caller's request and the state that its attempts share.</summary>
internal sealed class AlternatorCall(HttpRequestMessage request, Uri uri, Operation operation, bool isAsync, CancellationToken cancellationToken)
{
    private List<FailedAttempt>? _failures;
    private IReadOnlyList<AlternatorNode> _triedBefore = [];

    public HttpRequestMessage Request => request;

    /// <summary>Gets the address that the caller set. Attempts use its path and query.</summary>
    public Uri Uri => uri;

    public Operation Operation => operation;

    /// <summary>Gets a value indicating whether the caller uses <c>SendAsync</c> rather than <c>Send</c>.</summary>
    public bool IsAsync => isAsync;

    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>Gets the <c>Host</c> header that the caller set.</summary>
    public string? Host { get; init; }

    /// <summary>Gets or sets the timestamp at which the request began, after the first discovery.</summary>
    public long Started { get; set; }

    /// <summary>Gets or sets the object that records the request for listeners, or <see langword="null"/> if there are none.</summary>
    public RequestTelemetry? Telemetry { get; set; }

    /// <summary>Gets or sets a value indicating whether the caller set trace headers on the message. Further attempts keep them.</summary>
    public bool HasTraceHeaders { get; set; }

    /// <summary>Gets or sets the order of nodes that the request's partition key prefers, or <see langword="null"/> if there is none.</summary>
    public AffinityRequest? Preferred { get; set; }

    /// <summary>Gets or sets a value indicating whether the body can be sent again.</summary>
    public bool IsReplayable { get; set; } = true;

    /// <summary>Gets or sets the node of the current or last attempt.</summary>
    public AlternatorNode? Node { get; set; }

    /// <summary>Gets or sets the timestamp at which the first attempt on a node that is down began, or 0 if there was none.</summary>
    public long PanicSince { get; set; }

    /// <summary>Gets the failed attempts, in order. The list is empty if the first attempt succeeds.</summary>
    public IReadOnlyList<FailedAttempt> Failures => _failures ?? [];

    /// <summary>Gets the nodes that were tried for this request, in order.</summary>
    public IReadOnlyList<AlternatorNode> TriedNodes => _failures is null ? _triedBefore : [.. _triedBefore, .. _failures.Select(attempt => attempt.Node)];

    public void AddFailure(FailedAttempt failure) => (_failures ??= []).Add(failure);

    /// <summary>Creates a call for an attempt that runs in parallel, with a separate message and cancellation token.</summary>
    public AlternatorCall Fork(HttpRequestMessage message, IReadOnlyList<AlternatorNode> tried, CancellationToken token) => new(message, uri, operation, isAsync, token)
    {
        Started = Started,
        IsReplayable = IsReplayable,
        Preferred = Preferred,
        Telemetry = Telemetry,
        HasTraceHeaders = HasTraceHeaders,
        _triedBefore = tried,
    };

    /// <summary>Takes over the state of the fork whose outcome is used, and the failures of both forks.</summary>
    public void Join(AlternatorCall winner, IEnumerable<FailedAttempt> failures)
    {
        PanicSince = winner.PanicSince;
        Node = winner.Node;
        _failures = [.. failures];
    }
}

/// <summary>Represents a failed attempt, as errors and logs describe it.</summary>
internal readonly record struct FailedAttempt(AlternatorNode Node, AlternatorAttemptOutcome Kind, string Reason, TimeSpan Duration)
{
    public override string ToString() => $"{Node.Name} {Reason} after {Duration.TotalMilliseconds:0} ms";
}
