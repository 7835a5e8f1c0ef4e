namespace AlternatorHandler.Testing.Engine;

/// <summary>Represents a list of values of any type.</summary>
internal sealed record ListValue(IReadOnlyList<AttributeValue> Elements) : AttributeValue
{
    public override string Type => "L";

    public override int Size => 3 + Elements.Sum(static element => element.Size + 1);

    public ListValue Append(ListValue tail) => new([.. Elements, .. tail.Elements]);

    /// <summary>Replaces an element. As in DynamoDB, an index past the end appends the element.</summary>
    public ListValue With(int index, AttributeValue element)
    {
        if (index >= Elements.Count)
        {
            return new([.. Elements, element]);
        }

        AttributeValue[] replaced = [.. Elements];
        replaced[index] = element;
        return new(replaced);
    }

    public ListValue Without(int index) => index >= Elements.Count ? this : new([.. Elements.Take(index), .. Elements.Skip(index + 1)]);

    public bool Equals(ListValue? other) => other is not null && Elements.SequenceEqual(other.Elements);

    public override int GetHashCode() => Elements.Aggregate(Elements.Count, HashCode.Combine);
}
