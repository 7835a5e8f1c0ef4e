namespace AlternatorHandler.Nodes;

/// <summary>A moving share of answers that were a 500.</summary>
internal sealed class ServerErrorRate
{
    // One answer in sixteen is new: about the last fifty answers count.
    private const double Weight = 1.0 / 16;

    private double _rate;

    public double Value => Volatile.Read(ref _rate);

    public void Record(bool isServerError)
    {
        var rate = Volatile.Read(ref _rate);
        if (!isServerError && rate == 0)
        {
            return;
        }

        // Two answers at once may lose one of them: this is a statistic, and the common case must not contend.
        rate += Weight * ((isServerError ? 1 : 0) - rate);
        Volatile.Write(ref _rate, rate < 0.001 ? 0 : rate);
    }
}
