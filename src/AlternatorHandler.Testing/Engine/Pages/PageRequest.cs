namespace AlternatorHandler.Testing.Engine;

/// <summary>Represents the parameters that Query and Scan share: the limit, the filter and the projection.</summary>
internal sealed record PageRequest(int? Limit, Condition? Filter, Projection? Projection, bool CountsOnly)
{
    private static readonly string[] LegacyParameters = ["AttributesToGet", "QueryFilter", "ScanFilter", "ConditionalOperator", "KeyConditions"];
    private static readonly string[] ExpressionParameters = ["ProjectionExpression", "FilterExpression", "KeyConditionExpression"];

    public static PageRequest Read(OperationRequest request, string legacyFilter, Placeholders placeholders, ItemOrder order)
    {
        request.RejectMixedParameters(LegacyParameters, ExpressionParameters);
        var limit = request.OptionalInteger("Limit");
        if (limit < 1)
        {
            throw EngineException.Validation($"Limit must be greater than or equal to 1, got {limit}");
        }

        if (order.Index is { IsGlobal: true } && request.OptionalBoolean("ConsistentRead") is true)
        {
            throw EngineException.Validation("Consistent reads are not supported on global secondary indexes");
        }

        var filter = request.OptionalString("FilterExpression") is { } expression
            ? ConditionParser.Parse("FilterExpression", expression, placeholders)
            : LegacyConditions.ReadFilter(request, legacyFilter);
        var projection = Projection.Read(request, placeholders);
        return new PageRequest(limit, filter, projection, ReadSelect(request, projection, order.Index));
    }

    private static bool ReadSelect(OperationRequest request, Projection? projection, SecondaryIndex? index)
    {
        if (!request.Has("Select"))
        {
            return false;
        }

        var select = request.Choice("Select", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES", "SPECIFIC_ATTRIBUTES", "COUNT");
        var problem = select switch
        {
            "SPECIFIC_ATTRIBUTES" when projection is null => "needs ProjectionExpression or AttributesToGet",
            not "SPECIFIC_ATTRIBUTES" when projection is not null => "cannot be used with ProjectionExpression or AttributesToGet",
            "ALL_PROJECTED_ATTRIBUTES" when index is null => "needs an IndexName",
            "ALL_ATTRIBUTES" when index is { IsGlobal: true, ProjectsAll: false } => $"needs an index that projects all attributes; {index.Name} does not",
            _ => null,
        };
        return problem is null ? select == "COUNT" : throw EngineException.Validation($"Select {select} {problem}");
    }
}
