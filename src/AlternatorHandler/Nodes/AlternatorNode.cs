using System.Diagnostics.CodeAnalysis;
using AlternatorHandler.Nodes;

namespace AlternatorHandler;

/// <summary>A node of the cluster. There is one object for each address, kept for as long as the cluster lists the node.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A source without a timer holds nothing to dispose of. Disposing it would race with requests that read its token.")]
public sealed class AlternatorNode
{
    private const long BeganAndInFlight = (1L << 32) + 1;

    private readonly string _origin;
    private volatile object? _breaker;
    private CancellationTokenSource _goesDown = new();
    private volatile NodeCondition _condition;
    private long _busySince;
    private long _lastAnswer;

    // What a pick reads is side by side, in one line of the processor's cache: with a thousand nodes the lines don't fit in its first level.
    // In one word, so that a request pays once for both: in the lower half the attempts in flight, in the upper half those that ever began.
    private long _exchanges;
    private float _probationShare = 1;
    private float _latencyShare = 1;

    internal AlternatorNode(Uri listedAs, Uri address, NodeCondition condition)
    {
        ListedAs = listedAs;
        SortKey = $"{listedAs.Scheme}://{listedAs.Host}:{listedAs.Port}";
        Address = address;
        Name = address.IsDefaultPort ? $"{address.Host}:{address.Port}" : address.Authority;
        _origin = $"{address.Scheme}://{Name}";
        _condition = condition;
    }

    /// <summary>Gets the address that requests are sent to.</summary>
    public Uri Address { get; }

    /// <summary>Gets the datacenter that the node was found in, or <see langword="null"/> if no scope asks by datacenter.</summary>
    public string? Datacenter { get; internal set; }

    /// <summary>Gets the rack that the node was found in, or <see langword="null"/> if no scope asks by rack.</summary>
    public string? Rack { get; internal set; }

    /// <summary>Gets a value that says whether the node is given requests.</summary>
    public AlternatorNodeState State => _condition.State;

    /// <summary>Gets the number of requests that were sent to the node and are not answered in full.</summary>
    public int InFlight => (int)Volatile.Read(ref _exchanges);

    /// <summary>Gets the number of attempts that ever began on the node. It starts again at 0 after four billion: only differences mean something.</summary>
    internal uint Attempts => (uint)(Volatile.Read(ref _exchanges) >> 32);

    /// <summary>Gets the address that the cluster lists: its identity, also for clients behind another translation of addresses.</summary>
    internal Uri ListedAs { get; }

    /// <summary>Gets what nodes are sorted by, ordinally. Key affinity depends on all clients, of all languages, sorting alike.</summary>
    internal string SortKey { get; }

    /// <summary>Gets <c>host:port</c>, as log messages and errors name the node.</summary>
    internal string Name { get; }

    internal NodeCondition Condition
    {
        get => _condition;
        set => _condition = value;
    }

    /// <summary>Gets how much of its turns the node takes: 1 is all of them.</summary>
    internal float Share => Math.Min(ProbationShare, LatencyShare);

    /// <summary>Gets or sets how much of its turns the node may take for its health. Only the health rules set it, under their lock.</summary>
    internal float ProbationShare
    {
        get => Volatile.Read(ref _probationShare);
        set => Volatile.Write(ref _probationShare, value);
    }

    /// <summary>Gets or sets how much of its turns the node may take for its speed. Only the rule for slow nodes sets it.</summary>
    internal float LatencyShare
    {
        get => Volatile.Read(ref _latencyShare);
        set => Volatile.Write(ref _latencyShare, value);
    }

    /// <summary>Gets how fast the node answers.</summary>
    internal NodeLatency Latency { get; } = new();

    /// <summary>Gets the probing history. Health writes it under the lock of the node table; others read single values without the lock.</summary>
    internal NodeProbing Probing { get; } = new();

    /// <summary>Gets how often the node answers 500.</summary>
    internal ServerErrorRate ServerErrors { get; } = new();

    /// <summary>Gets or sets the last failure that the breaker counted: its reason for opening.</summary>
    internal string LastReason { get; set; } = string.Empty;

    /// <summary>Gets or sets the circuit breaker that health keeps with the node. Only health knows its type; the slot saves each request a lookup.</summary>
    internal object? Breaker
    {
        get => _breaker;
        set => _breaker = value;
    }

    /// <summary>Gets a token that is cancelled when the node goes down.</summary>
    internal CancellationToken GoesDown => Volatile.Read(ref _goesDown).Token;

    /// <summary>Gets the timestamp of the last answer of any kind, 0 if there was none.</summary>
    internal long LastAnswer => Volatile.Read(ref _lastAnswer);

    /// <summary>Gets the timestamp at which the node last went from idle to busy.</summary>
    internal long BusySince => Volatile.Read(ref _busySince);

    /// <inheritdoc />
    public override string ToString() => Name;

    /// <summary>The URI for a request that the caller addressed to <paramref name="original"/>.</summary>
    /// <remarks>By concatenation: resolving <c>//evil/x</c>, a legal path, against a base address would change the host.</remarks>
    // Most addresses end after the authority, which their text shows: asking for the path would make .NET take the address apart.
    internal Uri UriFor(Uri original) => EndsAfterAuthority(original.OriginalString) || original.PathAndQuery is "/" ? Address : new Uri(_origin + original.PathAndQuery);

    internal void BeginExchange(long now)
    {
        if ((int)Interlocked.Add(ref _exchanges, BeganAndInFlight) == 1)
        {
            Volatile.Write(ref _busySince, now);
        }
    }

    internal void EndExchange() => Interlocked.Decrement(ref _exchanges);

    internal void Answered(long now) => Volatile.Write(ref _lastAnswer, now);

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
            Weight = condition.State == AlternatorNodeState.Down ? 0 : Share,
            IsDemoted = LatencyShare < 1,
            Attempts = Attempts,
            Responses = totals.Answers,
            ResponseTime = TimeSpan.FromMilliseconds(totals.Milliseconds),
        };
    }

    /// <summary>Ends all attempts that are under way. Those that begin later are not affected.</summary>
    internal void CancelInFlight()
    {
        // CancelAsync, because the callbacks run continuations of requests, and the caller may be one of them.
        _ = Interlocked.Exchange(ref _goesDown, new CancellationTokenSource()).CancelAsync();
    }

    private static bool EndsAfterAuthority(string uri) => uri.EndsWith('/') && uri.IndexOf("://", StringComparison.Ordinal) is var scheme and > 0
        && uri.AsSpan(scheme + "://".Length).IndexOfAny("/?#\\") == uri.Length - scheme - "://".Length - 1;
}
