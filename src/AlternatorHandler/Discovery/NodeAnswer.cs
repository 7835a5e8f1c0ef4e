namespace AlternatorHandler.Discovery;

/// <summary>What a node answered to the question for its peers.</summary>
/// <param name="From">The node that was asked.</param>
/// <param name="Nodes">The addresses it listed, empty if there was no useful answer.</param>
/// <param name="Failure">Why there was none.</param>
internal sealed record NodeAnswer(AlternatorNode From, IReadOnlyList<Uri> Nodes, string Failure);
