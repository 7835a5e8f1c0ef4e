using System.Diagnostics.CodeAnalysis;
using AlternatorHandler.Nodes;

namespace AlternatorHandler;

/// <summary>Represents a node of the cluster. There is one object for each address, for as long as the cluster lists the node.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A source without a timer has no resources to release. Disposing it would race with requests that read its token.")]
public sealed class AlternatorNode
{
    private const long OneAttempt = (1L << 32) + 1;

    private readonly string _origin;
    private volatile object? _breaker;
    private CancellationTokenSource _down = new();
    private volatile NodeCondition _condition;
    private long _busySince;
    private long _lastResponse;

    // The fields that a pick reads are adjacent, in one cache line: with a thousand nodes the lines do not fit in the first-level cache.
    // One word, so that a single atomic operation updates both counts: the attempts in flight in the lower half, all attempts that ever began in the upper half.
    private long _attempts;
    private float _slowStartWeight = 1;
    private float _latencyWeight = 1;

    internal AlternatorNode(Uri listedAs, Uri address, NodeCondition condition)
    {
        ListedAddress = listedAs;
        SortKey = $"{listedAs.Scheme}://{listedAs.Host}:{listedAs.Port}";
        Address = address;
        Name = address.IsDefaultPort ? $"{address.Host}:{address.Port}" : address.Authority;
        _origin = $"{address.Scheme}://{Name}";
        _condition = condition;
    }

    /// <summary>Gets the address that requests are sent to.</summary>
    public Uri Address { get; }

    /// <summary>Gets the datacenter in which the node was found, or <see langword="null"/> if no scope names a datacenter.</summary>
    public string? Datacenter { get; internal set; }

    /// <summary>Gets the rack in which the node was found, or <see langword="null"/> if no scope names a rack.</summary>
    public string? Rack { get; internal set; }

    /// <summary>Gets the state, which determines whether the node receives requests.</summary>
    public AlternatorNodeState State => _condition.State;

    /// <summary>Gets the number of requests that were sent to the node and whose responses are not complete.</summary>
    public int InFlight => (int)Volatile.Read(ref _attempts);

    /// <summary>Gets the number of attempts that began on the node. It restarts at 0 after 4,294,967,295: only differences are meaningful.</summary>
    internal uint Attempts => (uint)(Volatile.Read(ref _attempts) >> 32);

    /// <summary>Gets the address that the cluster lists. It identifies the node, also among clients with different address translations.</summary>
    internal Uri ListedAddress { get; }

    /// <summary>Gets the key by which nodes are sorted, ordinally. Key affinity requires the same order in all clients, in all languages.</summary>
    internal string SortKey { get; }

    /// <summary>Gets the name of the node in log messages and errors, <c>host:port</c>.</summary>
    internal string Name { get; }

    internal NodeCondition Condition
    {
        get => _condition;
        set => _condition = value;
    }

    /// <summary>Gets the weight of the node, from 0 to 1: the ratio of its picks that it accepts.</summary>
    internal float Weight => Math.Min(SlowStartWeight, LatencyWeight);

    /// <summary>Gets or sets the weight that slow start allows. Only the node state machine sets it, under the lock of the node table.</summary>
    internal float SlowStartWeight
    {
        get => Volatile.Read(ref _slowStartWeight);
        set => Volatile.Write(ref _slowStartWeight, value);
    }

    /// <summary>Gets or sets the weight that the latency of the node allows. Only the rule for slow nodes sets it.</summary>
    internal float LatencyWeight
    {
        get => Volatile.Read(ref _latencyWeight);
        set => Volatile.Write(ref _latencyWeight, value);
    }

    /// <summary>Gets the latency figures of the node.</summary>
    internal NodeLatency Latency { get; } = new();

    /// <summary>Gets the probing history. Health writes it under the lock of the node table; other code reads single values without the lock.</summary>
    internal NodeProbing Probing { get; } = new();

    /// <summary>Gets the ratio of responses with status 500.</summary>
    internal ServerErrorRate ServerErrors { get; } = new();

    /// <summary>Gets or sets the last failure that the breaker counted, which is the reason when it opens.</summary>
    internal string LastFailureReason { get; set; } = string.Empty;

    /// <summary>Gets or sets the circuit breaker of the node. Its type is private to health; the property saves each request a lookup.</summary>
    internal object? Breaker
    {
        get => _breaker;
        set => _breaker = value;
    }

    /// <summary>Gets a token that is canceled when the node goes down.</summary>
    internal CancellationToken DownToken => Volatile.Read(ref _down).Token;

    /// <summary>Gets the timestamp of the last response of any kind, or 0 if there was none.</summary>
    internal long LastResponseAt => Volatile.Read(ref _lastResponse);

    /// <summary>Gets the timestamp at which the node last changed from idle to busy.</summary>
    internal long BusySince => Volatile.Read(ref _busySince);

    /// <inheritdoc />
    public override string ToString() => Name;

    /// <summary>Gets the URI on this node for a request that the caller addressed to <paramref name="original"/>.</summary>
    /// <remarks>The URI is concatenated: resolving <c>//evil/x</c>, a valid path, against a base address would change the host.</remarks>
    // Most addresses end after the authority, which their text shows. Reading the path would make .NET parse the address.
    internal Uri GetUri(Uri original) => EndsAfterAuthority(original.OriginalString) || original.PathAndQuery is "/" ? Address : new Uri(_origin + original.PathAndQuery);

    internal void BeginAttempt(long now)
    {
        if ((int)Interlocked.Add(ref _attempts, OneAttempt) == 1)
        {
            Volatile.Write(ref _busySince, now);
        }
    }

    internal void EndAttempt() => Interlocked.Decrement(ref _attempts);

    internal void RecordResponse(long now) => Volatile.Write(ref _lastResponse, now);

    internal AlternatorNodeStatus GetStatus()
    {
        var condition = _condition;
        var totals = Latency.Totals;
        return new AlternatorNodeStatus
        {
            Address = Address,
            State = condition.State,
            Datacenter = Datacenter,
            Rack = Rack,
            InFlight = InFlight,
            Since = condition.Since,
            LastFailure = condition.LastFailure,
            Weight = condition.State == AlternatorNodeState.Down ? 0 : Weight,
            IsDemoted = LatencyWeight < 1,
            Attempts = Attempts,
            Responses = totals.Responses,
            ResponseTime = TimeSpan.FromMilliseconds(totals.Milliseconds),
        };
    }

    /// <summary>Cancels all attempts in flight. Later attempts are not affected.</summary>
    internal void CancelInFlight()
    {
        // CancelAsync, because the callbacks run continuations of requests, and the caller may be such a request.
        _ = Interlocked.Exchange(ref _down, new CancellationTokenSource()).CancelAsync();
    }

    private static bool EndsAfterAuthority(string uri) => uri.EndsWith('/') && uri.IndexOf("://", StringComparison.Ordinal) is var scheme and > 0
        && uri.AsSpan(scheme + "://".Length).IndexOfAny("/?#\\") == uri.Length - scheme - "://".Length - 1;
}
