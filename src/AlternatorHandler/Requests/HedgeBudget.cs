namespace AlternatorHandler.Requests;

/// <summary>Allows extra requests for a share of the reads.</summary>
internal sealed class HedgeBudget(double ratio)
{
    private const long One = 1_000_000;

    // What quiet times may save up: a burst of more hedges is overload, which hedges make worse.
    private const long Most = 10 * One;

    private readonly long _share = (long)(ratio * One);
    private long _tokens;

    public void RecordRead()
    {
        if (Volatile.Read(ref _tokens) < Most)
        {
            Interlocked.Add(ref _tokens, _share);
        }
    }

    public bool TryHedge()
    {
        if (Interlocked.Add(ref _tokens, -One) >= 0)
        {
            return true;
        }

        Interlocked.Add(ref _tokens, One);
        return false;
    }
}
