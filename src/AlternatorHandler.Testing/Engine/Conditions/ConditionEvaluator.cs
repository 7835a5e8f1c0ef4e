using System.Text;

namespace AlternatorHandler.Testing.Engine;

/// <summary>Evaluates conditions on items.</summary>
internal static class ConditionEvaluator
{
    /// <summary>Returns a value indicating whether an item satisfies a condition. An item that does not exist, <see langword="null"/>, is treated as one without attributes.</summary>
    public static bool IsSatisfiedBy(this Condition condition, MapValue? item) => condition switch
    {
        Condition.All(var parts) => parts.All(part => part.IsSatisfiedBy(item)),
        Condition.Any(var parts) => parts.Any(part => part.IsSatisfiedBy(item)),
        Condition.Not(var part) => !part.IsSatisfiedBy(item),
        Condition.Comparison(var left, var comparator, var right) => Compare(GetValue(left, item), comparator, GetValue(right, item)),
        Condition.Between(var value, var low, var high) =>
            GetValue(value, item) is { } found &&
            Compare(found, Comparator.GreaterOrEqual, GetValue(low, item)) &&
            Compare(found, Comparator.LessOrEqual, GetValue(high, item)),
        Condition.In(var value, var choices) => GetValue(value, item) is { } found && choices.Any(choice => found.Equals(GetValue(choice, item))),
        Condition.Exists(var location) => location.Find(item) is not null,
        Condition.HasType(var location, var type) => location.Find(item)?.Type == type,
        Condition.BeginsWith(var value, var prefix) => BeginsWith(GetValue(value, item), GetValue(prefix, item)),
        Condition.Contains(var value, var part) => Contains(GetValue(value, item), GetValue(part, item)),
        _ => throw new InvalidOperationException($"{condition.GetType()} is not a supported condition."),
    };

    public static bool BeginsWith(AttributeValue? value, AttributeValue? prefix) => (value, prefix) switch
    {
        (StringValue whole, StringValue start) => whole.Text.StartsWith(start.Text, StringComparison.Ordinal),
        (BinaryValue whole, BinaryValue start) => whole.Bytes.Span.StartsWith(start.Bytes.Span),
        _ => false,
    };

    // Values of different types and missing values are unequal and have no order.
    private static bool Compare(AttributeValue? left, Comparator comparator, AttributeValue? right)
    {
        if (comparator is Comparator.Equal or Comparator.NotEqual)
        {
            return (left is not null && left.Equals(right)) == (comparator == Comparator.Equal);
        }

        return left is not null && right is not null && AttributeValue.Compare(left, right) is { } order && comparator switch
        {
            Comparator.Less => order < 0,
            Comparator.LessOrEqual => order <= 0,
            Comparator.Greater => order > 0,
            _ => order >= 0,
        };
    }

    private static bool Contains(AttributeValue? value, AttributeValue? part) => (value, part) switch
    {
        (StringValue whole, StringValue inner) => whole.Text.Contains(inner.Text, StringComparison.Ordinal),
        (BinaryValue whole, BinaryValue inner) => whole.Bytes.Span.IndexOf(inner.Bytes.Span) >= 0,
        (SetValue set, not null) => set.Contains(part),
        (ListValue list, not null) => list.Elements.Contains(part),
        _ => false,
    };

    private static AttributeValue? GetValue(Operand operand, MapValue? item) => operand switch
    {
        Operand.Constant(var value) => value,
        Operand.Path(var location) => location.Find(item),
        Operand.Size(var location) => GetSize(location.Find(item)) is { } size ? new NumberValue(DecimalNumber.FromInteger(size)) : null,
        _ => throw new InvalidOperationException($"{operand.GetType()} is not an operand of a condition."),
    };

    private static int? GetSize(AttributeValue? value) => value switch
    {
        StringValue text => Encoding.UTF8.GetByteCount(text.Text),
        BinaryValue binary => binary.Bytes.Length,
        ListValue list => list.Elements.Count,
        MapValue map => map.Attributes.Count,
        SetValue set => set.Elements.Count,
        _ => null,
    };
}
