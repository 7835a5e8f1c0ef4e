namespace AlternatorHandler.Nodes;

/// <summary>Answers of a node since it was found.</summary>
/// <param name="Answers">How many there were.</param>
/// <param name="Milliseconds">How long they took in all.</param>
internal readonly record struct LatencyTotals(long Answers, double Milliseconds)
{
    public static LatencyTotals operator +(LatencyTotals one, LatencyTotals other) => new(one.Answers + other.Answers, one.Milliseconds + other.Milliseconds);
}
