namespace AlternatorHandler.Testing.Engine;

/// <summary>Converts a ComparisonOperator and its values to a condition.</summary>
internal static class LegacyComparison
{
    public static Condition Read(string name, string comparison, OperationRequest condition)
    {
        var location = new DocumentPath(name);
        var path = new Operand.Path(location);
        var values = ReadValues(condition);
        switch (comparison)
        {
            case "NULL":
                VerifyCount(0, 0);
                return new Condition.Not(new Condition.Exists(location));
            case "NOT_NULL":
                VerifyCount(0, 0);
                return new Condition.Exists(location);
            case "EQ":
                return new Condition.Comparison(path, Comparator.Equal, Single());
            case "NE":
                return new Condition.Comparison(path, Comparator.NotEqual, Single());
            case "LT":
                return new Condition.Comparison(path, Comparator.Less, SingleOrdered());
            case "LE":
                return new Condition.Comparison(path, Comparator.LessOrEqual, SingleOrdered());
            case "GT":
                return new Condition.Comparison(path, Comparator.Greater, SingleOrdered());
            case "GE":
                return new Condition.Comparison(path, Comparator.GreaterOrEqual, SingleOrdered());
            case "CONTAINS":
                return new Condition.Contains(path, Single());
            case "NOT_CONTAINS":
                // Unlike with an expression, an item without the attribute does not match.
                return new Condition.All([new Condition.Exists(location), new Condition.Not(new Condition.Contains(path, Single()))]);
            case "BEGINS_WITH":
                return Single() is { Value: StringValue or BinaryValue } prefix ? new Condition.BeginsWith(path, prefix) : throw WrongType();
            case "IN":
                VerifyCount(1, 100);
                return new Condition.In(path, [.. values.Select(static value => new Operand.Constant(value))]);
            case "BETWEEN":
                VerifyCount(2, 2);
                return AttributeValue.Compare(values[0], values[1]) is <= 0
                    ? new Condition.Between(path, new Operand.Constant(values[0]), new Operand.Constant(values[1]))
                    : throw EngineException.Validation("The BETWEEN condition was provided a range where the lower bound is greater than the upper bound, or bounds without an order");
            default:
                throw EngineException.Validation($"The ComparisonOperator of the condition on {name} is unknown: {comparison}");
        }

        Operand.Constant Single()
        {
            VerifyCount(1, 1);
            return new Operand.Constant(values[0]);
        }

        Operand.Constant SingleOrdered() => AttributeValue.IsOrderedType(Single().Value.Type) ? Single() : throw WrongType();

        EngineException WrongType() => EngineException.Validation(
            $"One or more parameter values were invalid: ComparisonOperator {comparison} is not valid for {values[0].Type} AttributeValue type");

        void VerifyCount(int least, int most)
        {
            if (values.Count < least || values.Count > most)
            {
                throw EngineException.Validation(
                    $"One or more parameter values were invalid: Invalid number of argument(s) for the {comparison} ComparisonOperator: {values.Count}");
            }
        }
    }

    private static List<AttributeValue> ReadValues(OperationRequest condition)
    {
        var list = condition.OptionalArray("AttributeValueList");
        if (!condition.Has("Value"))
        {
            return list?.Select(AttributeValueJson.Read).ToList() ?? [];
        }

        return list is null
            ? [condition.RequiredValue("Value")]
            : throw EngineException.Validation("Value and AttributeValueList cannot be used together");
    }
}
