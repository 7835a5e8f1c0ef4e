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
    public void Connecting() => Interlocked.Increment(ref _connects);

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
