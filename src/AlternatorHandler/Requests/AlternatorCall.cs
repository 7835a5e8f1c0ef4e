using AlternatorHandler.Affinity;
using AlternatorHandler.Outcomes;
using AlternatorHandler.Protocol;
using AlternatorHandler.Telemetry;





namespace AlternatorHandler.Requests;

/// <summary>One request of the caller's on its way through its attempts.</summary>
internal sealed class AlternatorCall(HttpRequestMessage request, Uri uri, Operation operation, bool isAsync, CancellationToken cancellationToken)
{
    private List<Attempt>? _attempts;
    private IReadOnlyList<AlternatorNode> _triedBefore = [];

    public HttpRequestMessage Request => request;

    /// <summary>Gets the address that the caller wrote, for its path and query.</summary>
    public Uri Uri => uri;

    public Operation Operation => operation;

    /// <summary>Gets the <c>Host</c> header that the caller set.</summary>
    public string? Host { get; init; }

    /// <summary>Gets or sets the timestamp at which the request began, after the first discovery.</summary>
    public long Started { get; set; }

    /// <summary>Gets a value indicating whether the caller waits with <c>SendAsync</c> rather than <c>Send</c>.</summary>
    public bool IsAsync => isAsync;

    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>Gets or sets what watches the request, if anybody listens.</summary>
    public RequestTelemetry? Telemetry { get; set; }

    /// <summary>Gets or sets a value indicating whether the caller's own trace headers are on the message: they stay.</summary>
    public bool HasTraceHeaders { get; set; }

    /// <summary>Gets or sets what the request's partition key prefers, if it prefers anything.</summary>
    public AffinityRequest? Preferred { get; set; }

    /// <summary>Gets or sets a value indicating whether the body can be sent again.</summary>
    public bool IsReplayable { get; set; } = true;

    /// <summary>Gets the outcome of the last attempt.</summary>
    public AttemptOutcome Last { get; private set; }

    /// <summary>Gets the attempts that failed, in order. A request whose first attempt succeeds has none.</summary>
    public IReadOnlyList<Attempt> Failures => _attempts ?? [];

    /// <summary>Gets the nodes that failed this request, in order.</summary>
    public IReadOnlyList<AlternatorNode> Tried => _attempts is null ? _triedBefore : [.. _triedBefore, .. _attempts.Select(attempt => attempt.Node)];

    /// <summary>Gets or sets the node of the attempt that is under way, or of the last.</summary>
    public AlternatorNode? Node { get; set; }

    /// <summary>Gets how long the last attempt took.</summary>
    public TimeSpan LastDuration { get; private set; }

    /// <summary>Gets or sets the timestamp at which the first attempt on a node that is down began, 0 before that.</summary>
    public long PanicSince { get; set; }

    public void Ended(AlternatorNode node, in AttemptOutcome outcome, TimeSpan duration)
    {
        Last = outcome;
        LastDuration = duration;
        if (outcome.Kind != AttemptKind.Answered)
        {
            (_attempts ??= []).Add(new Attempt(node, outcome.Kind, outcome.Reason, duration));
        }
    }

    /// <summary>The same request for an attempt beside this call's own, with a message and a token of its own.</summary>
    public AlternatorCall Fork(HttpRequestMessage message, IReadOnlyList<AlternatorNode> tried, CancellationToken token) =>
        new(message, uri, operation, isAsync, token) { Started = Started, IsReplayable = IsReplayable, Preferred = Preferred, Telemetry = Telemetry, HasTraceHeaders = HasTraceHeaders, _triedBefore = tried };

    /// <summary>Takes the outcome of one fork, and the failures of both. What the loser brought is disposed of.</summary>
    public void Adopt(AlternatorCall winner, AlternatorCall? loser)
    {
        Last = winner.Last;
        LastDuration = winner.LastDuration;
        PanicSince = winner.PanicSince;
        Node = winner.Node;
        loser?.Last.Response?.Dispose();

        // That the loser was abandoned is no failure of its node.
        var failures = winner.Failures.Concat(loser?.Failures ?? []).Where(failure => failure.Kind != AttemptKind.Abandoned || winner.Last.Kind == AttemptKind.Abandoned);
        _attempts = [.. failures];
    }
}
