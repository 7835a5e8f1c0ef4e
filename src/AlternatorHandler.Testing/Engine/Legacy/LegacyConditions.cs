namespace AlternatorHandler.Testing.Engine;

/// <summary>Reads the predecessors of condition expressions: Expected, KeyConditions, QueryFilter and ScanFilter.</summary>
internal static class LegacyConditions
{
    public static Condition? ReadKeyConditions(OperationRequest request) =>
        ReadParts(request, "KeyConditions", ReadComparison) is { } parts ? new Condition.All(parts) : null;

    /// <summary>Reads QueryFilter or ScanFilter, or returns <see langword="null"/> if the request does not have it.</summary>
    public static Condition? ReadFilter(OperationRequest request, string parameter) => Join(request, ReadParts(request, parameter, ReadComparison));

    public static Condition? ReadExpected(OperationRequest request) => Join(request, ReadParts(request, "Expected", ReadExpectation));

    private static Condition? Join(OperationRequest request, List<Condition>? parts)
    {
        var isAny = request.Choice("ConditionalOperator", "AND", "OR") == "OR";
        return parts is null ? null : isAny ? new Condition.Any(parts) : new Condition.All(parts);
    }

    private static List<Condition>? ReadParts(OperationRequest request, string parameter, Func<string, OperationRequest, Condition> read)
    {
        var parts = request.OptionalObject(parameter)?.Members().Select(member => read(member.Key, new OperationRequest(member.Value))).ToList();
        return parts is { Count: > 0 } ? parts : null;
    }

    private static Condition ReadComparison(string name, OperationRequest condition) => condition.OptionalString("ComparisonOperator") is { } comparison
        ? LegacyComparison.Read(name, comparison, condition)
        : throw EngineException.Validation($"The condition on {name} has no ComparisonOperator");

    private static Condition ReadExpectation(string name, OperationRequest expectation)
    {
        if (expectation.OptionalString("ComparisonOperator") is { } comparison)
        {
            return expectation.Has("Exists")
                ? throw EngineException.Validation($"Expected for {name}: Exists and ComparisonOperator cannot be used together")
                : LegacyComparison.Read(name, comparison, expectation);
        }

        var location = new DocumentPath(name);
        return (expectation.OptionalBoolean("Exists"), expectation.Has("Value")) switch
        {
            (false, false) => new Condition.Not(new Condition.Exists(location)),
            (false, true) => throw EngineException.Validation($"Expected for {name}: Value cannot be used when Exists is false"),
            (_, false) => throw EngineException.Validation($"Expected for {name}: Value must be provided when Exists is {(expectation.Has("Exists") ? "true" : "null")}"),
            (_, true) => LegacyComparison.Read(name, "EQ", expectation),
        };
    }
}
