using AlternatorHandler.Protocol;

namespace AlternatorHandler.Nodes;

/// <summary>What is known of how fast a node answers, and what follows from it for the requests that it gets.</summary>
internal sealed class NodeLatency
{
    private readonly LatencyEstimate[] _estimates = [new(), new(), new()];
    private int _trials;
    private int _connects;

    /// <summary>Gets the measured classes.</summary>
    public static ReadOnlySpan<LatencyClass> Classes => [LatencyClass.PointRead, LatencyClass.Write, LatencyClass.RangeOrBatch];

    /// <summary>Gets the state of the node's demotion. Only the rule for slow nodes touches it.</summary>
    public NodeDemotion Demotion { get; } = new();

    /// <summary>Gets a number that changes when a connection to the node begins to open, and when it is open. An attempt during which it changed may have waited for the connection.</summary>
    public int Connects => Volatile.Read(ref _connects);

    /// <summary>Gets the answers of all measured classes.</summary>
    public LatencyTotals Totals => _estimates[0].Totals + _estimates[1].Totals + _estimates[2].Totals;

    public LatencyEstimate this[LatencyClass latencyClass] => _estimates[(int)latencyClass];

    public void Connecting() => Interlocked.Increment(ref _connects);

    /// <summary>Lets one request of one of these classes through to a demoted node.</summary>
    public void OfferTrial(params ReadOnlySpan<LatencyClass> classes)
    {
        var trials = 0;
        foreach (var latencyClass in classes)
        {
            trials |= 1 << (int)latencyClass;
        }

        Interlocked.Exchange(ref _trials, trials);
    }

    /// <summary>Takes the trial that is on offer.</summary>
    /// <returns>Whether this request is to go to the node.</returns>
    public bool TryTakeTrial(LatencyClass latencyClass)
    {
        var trials = Volatile.Read(ref _trials);
        return (trials & (1 << (int)latencyClass)) != 0 && Interlocked.CompareExchange(ref _trials, 0, trials) == trials;
    }
}
