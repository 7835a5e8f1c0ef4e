namespace AlternatorHandler.Testing.Engine;

/// <summary>Collects the document paths that a condition reads.</summary>
internal static class ConditionPaths
{
    public static IEnumerable<DocumentPath> GetPaths(this Condition condition) => condition switch
    {
        Condition.All(var parts) => parts.SelectMany(GetPaths),
        Condition.Any(var parts) => parts.SelectMany(GetPaths),
        Condition.Not(var part) => part.GetPaths(),
        Condition.Comparison(var left, _, var right) => GetPaths(left, right),
        Condition.Between(var value, var low, var high) => GetPaths(value, low, high),
        Condition.In(var value, var choices) => GetPaths([value, .. choices]),
        Condition.Exists(var location) => [location],
        Condition.HasType(var location, _) => [location],
        Condition.BeginsWith(var value, var prefix) => GetPaths(value, prefix),
        Condition.Contains(var value, var part) => GetPaths(value, part),
        _ => [],
    };

    private static IEnumerable<DocumentPath> GetPaths(params IEnumerable<Operand> operands) => operands.SelectMany(static operand => operand switch
    {
        Operand.Path(var location) => [location],
        Operand.Size(var location) => [location],
        _ => Enumerable.Empty<DocumentPath>(),
    });
}
