using AlternatorHandler.Protocol;

namespace AlternatorHandler.Nodes;

/// <summary>Holds the latency figures of a node and its demotion, which depends on them.</summary>
internal sealed class NodeLatency
{
    private readonly LatencyEstimate[] _estimates = [new(), new(), new()];
    private int _trials;
    private int _connects;

    /// <summary>Gets the measured classes.</summary>
    public static ReadOnlySpan<LatencyClass> Classes => [LatencyClass.PointRead, LatencyClass.Write, LatencyClass.RangeOrBatch];

    /// <summary>Gets the demotion of the node. Only the rule for slow nodes accesses it.</summary>
    public NodeDemotion Demotion { get; } = new();

    /// <summary>Gets a number that changes when a connection to the node begins to open, and when it has opened. An attempt during which it changed may have waited for the connection.</summary>
    public int Connects => Volatile.Read(ref _connects);

    /// <summary>Gets the number and duration of the responses of all measured classes.</summary>
    public LatencyTotals Totals => _estimates[0].Totals + _estimates[1].Totals + _estimates[2].Totals;

    public LatencyEstimate this[LatencyClass latencyClass] => _estimates[(int)latencyClass];

    /// <summary>Records that a connection to the node begins to open, or has opened.</summary>
    public void RecordConnect() => Interlocked.Increment(ref _connects);

    /// <summary>Admits one request of one of these classes to a demoted node. Without classes, the previous offer is withdrawn.</summary>
    public void OfferTrial(params ReadOnlySpan<LatencyClass> classes)
    {
        var trials = 0;
        foreach (var latencyClass in classes)
        {
            trials |= 1 << (int)latencyClass;
        }

        Interlocked.Exchange(ref _trials, trials);
    }

    /// <summary>Takes the offered trial, if it admits this class.</summary>
    /// <returns><see langword="true"/> if the request is sent to the node as a trial; otherwise, <see langword="false"/>.</returns>
    public bool TryTakeTrial(LatencyClass latencyClass)
    {
        var trials = Volatile.Read(ref _trials);
        return (trials & (1 << (int)latencyClass)) != 0 && Interlocked.CompareExchange(ref _trials, 0, trials) == trials;
    }
}

/// <summary>Estimates the latency of a node for the operations of one class. Requests record their durations; the rule for slow nodes, on one thread, computes the estimate.</summary>
internal sealed class LatencyEstimate
{
    // With a step of one thirty-second, a single response of a tenth of a second does not make a node slow; four in a row do.
    private const double LargestStep = 1.0 / 32;

    // A demoted node receives about one request per second, so that a few responses must be enough.
    private const double LargestStepOfDemoted = 1.0 / 3;

    private readonly LatencyWindow _window = new();
    private (long Responses, long Failures, double MeanMilliseconds) _drained;
    private long _totalResponses;
    private long _totalMicroseconds;
    private Ewma _meanLatency;
    private Ewma _failureRatio;
    private long _cap = TimeSpan.FromMilliseconds(MinCap).Ticks;

    /// <summary>The lowest cap, in milliseconds: ten times the smallest difference that makes a node slow.</summary>
    public const double MinCap = 50;

    /// <summary>Gets or sets the longest duration, in milliseconds, that is recorded; a failure counts as much. A longer one is certainly slow, and would only delay the recovery of the estimate.</summary>
    public double Cap
    {
        get => TimeSpan.FromTicks(Volatile.Read(ref _cap)).TotalMilliseconds;
        set => Volatile.Write(ref _cap, TimeSpan.FromMilliseconds(value).Ticks);
    }

    /// <summary>Gets or sets a value indicating whether the node is much slower than its peers.</summary>
    public bool IsSlow { get; set; }

    /// <summary>Gets the mean latency of responses, in milliseconds, or <see langword="null"/> if there was none.</summary>
    public double? MeanLatency => _meanLatency.Value ?? (_drained.Responses > 0 ? _drained.MeanMilliseconds : null);

    /// <summary>Gets the mean latency of attempts, in milliseconds, in which a failure counts as <see cref="Cap"/>, or <see langword="null"/> if there was no attempt.</summary>
    public double? Score { get; private set; }

    /// <summary>Gets the timestamp of the last update that was based on attempts, or 0 if there was none.</summary>
    public long UpdatedAt { get; private set; }

    /// <summary>Gets the number and duration of the responses since the node was found. It is for monitoring: it may be read on any thread, and during an update.</summary>
    public LatencyTotals Totals => new(Volatile.Read(ref _totalResponses), Volatile.Read(ref _totalMicroseconds) / 1000.0);

    public void RecordResponse(TimeSpan duration) => _window.RecordResponse(TimeSpan.FromTicks(Math.Min(duration.Ticks, Volatile.Read(ref _cap))));

    public void RecordFailure() => _window.RecordFailure();

    /// <summary>Records an attempt that was abandoned before its response. It counts only if it had already lasted as long as <see cref="Cap"/>.</summary>
    public void RecordAbandoned(TimeSpan duration)
    {
        if (duration.Ticks >= Volatile.Read(ref _cap))
        {
            RecordResponse(duration);
        }
    }

    /// <summary>Removes what requests have recorded since the previous call from the window, for the next <see cref="Update"/>.</summary>
    public void Drain()
    {
        _drained = _window.Drain();
        Volatile.Write(ref _totalMicroseconds, _totalMicroseconds + (long)(_drained.MeanMilliseconds * _drained.Responses * 1000));
        Volatile.Write(ref _totalResponses, _totalResponses + _drained.Responses);
    }

    /// <summary>Updates the estimate with the result of the last <see cref="Drain"/>.</summary>
    /// <param name="now">The current timestamp.</param>
    /// <param name="passed">The time since <see cref="UpdatedAt"/>.</param>
    /// <param name="start">The estimate before the first response: the median of all nodes.</param>
    /// <param name="isDemoted">Whether the node is demoted and receives few requests, so that each of them counts for more.</param>
    public void Update(long now, TimeSpan passed, double start, bool isDemoted)
    {
        var (responses, failures, mean) = _drained;
        if (responses + failures > 0)
        {
            var step = isDemoted ? LargestStepOfDemoted : LargestStep;
            if (responses > 0)
            {
                _meanLatency.Add(mean, responses, passed, start, step);
            }

            _failureRatio.Add((double)failures / (responses + failures), responses + failures, passed, start: 0, step);
            UpdatedAt = now;
            _drained = default;
        }

        if (UpdatedAt != 0)
        {
            var latency = _meanLatency.Value ?? start;
            Score = latency + (_failureRatio.Value.GetValueOrDefault() * Math.Max(0, Cap - latency));
        }
    }

    /// <summary>Resets the estimate, because it is too old or from a time before the node went down.</summary>
    public void Reset()
    {
        _meanLatency = default;
        _failureRatio = default;
        Score = null;
        UpdatedAt = 0;
        IsSlow = false;
    }
}

/// <summary>Collects the number and duration of the attempts that have ended since the last call of <see cref="Drain"/>. A request adds to it with one atomic operation.</summary>
internal sealed class LatencyWindow
{
    // Count and sum share a word, so that they are read together. It overflows at a million attempts, or a hundred days of durations, between two calls of Drain.
    private const int CountBits = 20;

    private long _responses;
    private long _failures;

    public void RecordResponse(TimeSpan duration) => Interlocked.Add(ref _responses, (duration.Ticks / TimeSpan.TicksPerMicrosecond << CountBits) + 1);

    public void RecordFailure() => Interlocked.Increment(ref _failures);

    /// <summary>Removes and returns what was collected.</summary>
    public (long Responses, long Failures, double MeanMilliseconds) Drain()
    {
        var responses = Interlocked.Exchange(ref _responses, 0);
        var failures = Interlocked.Exchange(ref _failures, 0);
        var count = responses & ((1 << CountBits) - 1);
        return (count, failures, count == 0 ? 0 : (responses >> CountBits) / 1000.0 / count);
    }
}

/// <summary>Represents the responses of a node since it was found.</summary>
/// <param name="Responses">The number of responses.</param>
/// <param name="Milliseconds">Their total duration, in milliseconds.</param>
internal readonly record struct LatencyTotals(long Responses, double Milliseconds)
{
    public static LatencyTotals operator +(LatencyTotals left, LatencyTotals right) => new(left.Responses + right.Responses, left.Milliseconds + right.Milliseconds);
}
