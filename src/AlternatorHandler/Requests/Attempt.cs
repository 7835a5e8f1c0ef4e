using AlternatorHandler.Outcomes;


namespace AlternatorHandler.Requests;

/// <summary>A finished attempt, as errors and logs tell it.</summary>
internal readonly record struct Attempt(AlternatorNode Node, AttemptKind Kind, string Reason, TimeSpan Duration)
{
    public override string ToString() => $"{Node.Name} {(Reason.Length > 0 ? Reason : "answered")} after {Duration.TotalMilliseconds:0} ms";
}
