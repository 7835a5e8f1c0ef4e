namespace AlternatorHandler.Discovery;

/// <summary>What a node answered to the question for its peers.</summary>
/// <param name="From">Who was asked.</param>
/// <param name="Nodes">The addresses it listed, empty if there was no useful answer.</param>
/// <param name="Failure">Why there was none.</param>
/// <param name="IsValid">Whether the question was answered at all, be it with an empty list.</param>
/// <param name="IsCertain">Whether it needs no witness, because configuration says so.</param>
internal sealed record NodeAnswer(string From, IReadOnlyList<Uri> Nodes, string Failure, bool IsValid, bool IsCertain = false);
