namespace AlternatorHandler.Testing.Engine;

/// <summary>Finds the places of an item that a condition reads.</summary>
internal static class ConditionPaths
{
    public static IEnumerable<DocumentPath> Paths(this Condition condition) => condition switch
    {
        Condition.All(var parts) => parts.SelectMany(Paths),
        Condition.Any(var parts) => parts.SelectMany(Paths),
        Condition.Not(var part) => part.Paths(),
        Condition.Comparison(var left, _, var right) => Of(left, right),
        Condition.Between(var value, var low, var high) => Of(value, low, high),
        Condition.In(var value, var choices) => Of([value, .. choices]),
        Condition.Exists(var location) => [location],
        Condition.HasType(var location, _) => [location],
        Condition.BeginsWith(var value, var prefix) => Of(value, prefix),
        Condition.Contains(var value, var part) => Of(value, part),
        _ => [],
    };

    private static IEnumerable<DocumentPath> Of(params IEnumerable<Operand> operands) => operands.SelectMany(static operand => operand switch
    {
        Operand.Path(var location) => [location],
        Operand.Size(var location) => [location],
        _ => Enumerable.Empty<DocumentPath>(),
    });
}
