namespace AlternatorHandler.Requests;

/// <summary>How long one attempt may take, and what it says of the node if it takes longer.</summary>
/// <param name="Limit">The time until the attempt is given up.</param>
/// <param name="IsShort">Whether the request's own time ends so early in the attempt that its silence is no evidence against the node.</param>
internal readonly record struct AttemptTime(TimeSpan Limit, bool IsShort)
{
    // A healthy node may be silent for a part of what an attempt is granted. Half of it is the least that tells anything:
    // the first attempt of a request whose total is that of one attempt must count.
    private const double LeastShare = 0.5;

    /// <summary>The time of an attempt that begins now.</summary>
    /// <param name="granted">What an attempt of its kind is granted.</param>
    /// <param name="left">What is left of the request's time.</param>
    public static AttemptTime Of(TimeSpan granted, TimeSpan left)
    {
        var limit = left < granted ? left : granted;
        return new AttemptTime(limit > TimeSpan.Zero ? limit : TimeSpan.Zero, limit < granted * LeastShare);
    }
}
