namespace AlternatorHandler.Testing.Engine;

/// <summary>Represents the condition of a write, parsed from ConditionExpression or Expected.</summary>
internal sealed class WriteCondition
{
    private readonly Condition? _condition;
    private readonly bool _returnsItem;

    private WriteCondition(Condition? condition, bool returnsItem)
    {
        _condition = condition;
        _returnsItem = returnsItem;
    }

    public static WriteCondition Read(OperationRequest request, Placeholders placeholders)
    {
        var condition = request.OptionalString("ConditionExpression") is { } expression
            ? ConditionParser.Parse("ConditionExpression", expression, placeholders)
            : LegacyConditions.ReadExpected(request);
        return new WriteCondition(condition, request.Choice("ReturnValuesOnConditionCheckFailure", "NONE", "ALL_OLD") == "ALL_OLD");
    }

    public void Verify(MapValue? item)
    {
        if (_condition?.IsSatisfiedBy(item) is false)
        {
            throw EngineException.ConditionFailed(_returnsItem ? item : null);
        }
    }
}
