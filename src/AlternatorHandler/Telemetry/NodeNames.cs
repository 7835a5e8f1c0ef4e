namespace AlternatorHandler.Telemetry;

/// <summary>Nodes in a log message: joined only if somebody reads it.</summary>
internal readonly struct NodeNames(IReadOnlyList<AlternatorNode> nodes)
{
    public override string ToString() => nodes.Count == 0 ? "none" : string.Join(", ", nodes);
}
