namespace Quickstart;

/// <summary>What a node got since the start.</summary>
/// <param name="Answered">Requests that it answered.</param>
/// <param name="Failed">Attempts on it that failed; the handler moved them to another node if it could.</param>
/// <param name="Exchanges">Requests whose duration is known.</param>
/// <param name="Seconds">The sum of these durations.</param>
internal readonly record struct NodeCounts(long Answered, long Failed, long Exchanges, double Seconds)
{
    public static NodeCounts operator -(NodeCounts left, NodeCounts right) =>
        new(left.Answered - right.Answered, left.Failed - right.Failed, left.Exchanges - right.Exchanges, left.Seconds - right.Seconds);
}
