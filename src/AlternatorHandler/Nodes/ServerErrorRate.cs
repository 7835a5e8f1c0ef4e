namespace AlternatorHandler.Nodes;

/// <summary>Represents the moving ratio of responses that were a 500.</summary>
internal sealed class ServerErrorRate
{
    // Each response contributes a sixteenth, so that about the last fifty responses count.
    private const double ResponseWeight = 1.0 / 16;

    private double _rate;

    public double Value => Volatile.Read(ref _rate);

    public void Record(bool isServerError)
    {
        var rate = Volatile.Read(ref _rate);
        if (!isServerError && rate == 0)
        {
            return;
        }

        // Of two concurrent responses one may be lost: the ratio is a statistic, and the common case must not contend.
        rate += ResponseWeight * ((isServerError ? 1 : 0) - rate);
        Volatile.Write(ref _rate, rate < 0.001 ? 0 : rate);
    }
}
