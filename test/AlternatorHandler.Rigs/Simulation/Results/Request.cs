namespace AlternatorHandler.Rigs.Simulation.Results;

/// <summary>What became of a request.</summary>
/// <param name="Wanted">When the caller wanted it: before it was sent, if the client stood still.</param>
/// <param name="Took">How long the caller waited, for an answer or for an error.</param>
/// <param name="IsAnswered">Whether there was an answer that is no error.</param>
internal readonly record struct Request(TimeSpan Wanted, TimeSpan Took, bool IsAnswered);
