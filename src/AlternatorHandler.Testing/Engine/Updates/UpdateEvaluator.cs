namespace AlternatorHandler.Testing.Engine;

/// <summary>Applies an update to an item.</summary>
internal static class UpdateEvaluator
{
    private static readonly Comparer<DocumentPath> ByIndexes = Comparer<DocumentPath>.Create(static (left, right) => left.Steps
        .Zip(right.Steps, static (a, b) => a.Index.CompareTo(b.Index))
        .FirstOrDefault(static order => order != 0));

    /// <summary>Returns the changed item. All operands are evaluated with the original item.</summary>
    public static MapValue Apply(this UpdateExpression update, MapValue before)
    {
        var after = before;
        foreach (var (location, value) in update.Sets.Select(set => (set.Location, Value: GetValue(set.Value, before))).ToList())
        {
            after = after.Put(location, value);
        }

        foreach (var (location, value) in update.Adds)
        {
            after = after.Put(location, Sum(location.Find(before), value));
        }

        List<DocumentPath> removes = [.. update.Removes];
        foreach (var (location, value) in update.Deletes)
        {
            switch (location.Find(before))
            {
                case null:
                    break;
                case SetValue set when set.Type == value.Type:
                    if (set.Except(value) is { } rest)
                    {
                        after = after.Put(location, rest);
                    }
                    else
                    {
                        removes.Add(location);
                    }

                    break;
                default:
                    throw WrongType();
            }
        }

        // Indexes refer to the original lists, so elements are removed in descending order.
        return removes.Order(ByIndexes).Reverse().Aggregate(after, static (item, location) => item.Remove(location));
    }

    private static AttributeValue Sum(AttributeValue? present, AttributeValue added) => (present, added) switch
    {
        (null, _) => added,
        (NumberValue a, NumberValue b) => new NumberValue(a.Number + b.Number),
        (SetValue a, SetValue b) when a.Type == b.Type => a.Union(b),
        _ => throw WrongType(),
    };

    private static AttributeValue GetValue(Operand operand, MapValue item) => operand switch
    {
        Operand.Constant(var value) => value,
        Operand.Path(var location) => location.Find(item) ?? throw EngineException.Validation(
            $"The provided expression refers to an attribute that does not exist in the item: {location}"),
        Operand.IfNotExists(var location, var otherwise) => location.Find(item) ?? GetValue(otherwise, item),
        Operand.ListAppend(var head, var tail) => GetValue(head, item) is ListValue first && GetValue(tail, item) is ListValue second
            ? first.Append(second)
            : throw WrongType(),
        Operand.Sum(var left, var subtract, var right) => GetValue(left, item) is NumberValue a && GetValue(right, item) is NumberValue b
            ? new NumberValue(subtract ? a.Number - b.Number : a.Number + b.Number)
            : throw WrongType(),
        _ => throw new InvalidOperationException($"{operand.GetType()} is not an operand of an update."),
    };

    private static EngineException WrongType() => EngineException.Validation("An operand in the update expression has an incorrect data type");
}
