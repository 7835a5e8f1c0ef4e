using System.Diagnostics;
using AlternatorHandler.Resilience.Outcomes;
using AlternatorHandler.Routing;
using AlternatorHandler.Routing.Affinity;

namespace AlternatorHandler.Resilience;

/// <summary>One request of the caller's on its way through its attempts.</summary>
internal sealed class AlternatorCall(HttpRequestMessage request, Uri uri, Operation operation, long started, bool isAsync, CancellationToken cancellationToken)
{
    private List<Attempt>? _attempts;

    public HttpRequestMessage Request => request;

    /// <summary>Gets the address that the caller wrote, for its path and query.</summary>
    public Uri Uri => uri;

    public Operation Operation => operation;

    /// <summary>Gets the timestamp at which the request came.</summary>
    public long Started => started;

    /// <summary>Gets a value indicating whether the caller waits with <c>SendAsync</c> rather than <c>Send</c>.</summary>
    public bool IsAsync => isAsync;

    public CancellationToken CancellationToken => cancellationToken;

    public Activity? Activity { get; init; }

    /// <summary>Gets what the request's partition key prefers, if it prefers anything.</summary>
    public AffinityRequest? Preferred { get; init; }

    /// <summary>Gets or sets a value indicating whether the body can be sent again.</summary>
    public bool IsReplayable { get; set; } = true;

    /// <summary>Gets the outcome of the last attempt.</summary>
    public AttemptOutcome Last { get; private set; }

    /// <summary>Gets the attempts that failed, in order. A request whose first attempt succeeds has none.</summary>
    public IReadOnlyList<Attempt> Failures => _attempts ?? [];

    /// <summary>Gets the nodes that failed this request, in order.</summary>
    public IReadOnlyList<AlternatorNode> Tried => _attempts is null ? [] : _attempts.ConvertAll(attempt => attempt.Node);

    /// <summary>Gets or sets the timestamp at which the first attempt on a node that is down began, 0 before that.</summary>
    public long PanicSince { get; set; }

    public void Ended(AlternatorNode node, in AttemptOutcome outcome, TimeSpan duration)
    {
        Last = outcome;
        if (outcome.Kind != AttemptKind.Answered)
        {
            (_attempts ??= []).Add(new Attempt(node, outcome.Kind, outcome.Reason, duration));
        }
    }
}
