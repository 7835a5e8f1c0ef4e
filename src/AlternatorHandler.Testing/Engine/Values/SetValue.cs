namespace AlternatorHandler.Testing.Engine;

/// <summary>Represents a set of strings, numbers or binary values, which is never empty.</summary>
internal sealed record SetValue : AttributeValue
{
    private readonly HashSet<AttributeValue> _elements;

    private SetValue(string type, HashSet<AttributeValue> elements)
    {
        Type = type;
        _elements = elements;
    }

    public override string Type { get; }

    public IReadOnlyCollection<AttributeValue> Elements => _elements;

    public override int Size => _elements.Sum(static element => element.Size);

    public static SetValue Create(string type, IEnumerable<AttributeValue> elements)
    {
        var distinct = new HashSet<AttributeValue>();
        foreach (var element in elements)
        {
            if (!distinct.Add(element))
            {
                throw EngineException.Validation("One or more parameter values were invalid: Input collection contains duplicates.");
            }
        }

        return distinct.Count > 0
            ? new SetValue(type, distinct)
            : throw EngineException.Validation("One or more parameter values were invalid: An attribute value of a set type may not be empty");
    }

    public bool Contains(AttributeValue element) => _elements.Contains(element);

    public SetValue Union(SetValue other) => new(Type, [.. _elements, .. other._elements]);

    /// <summary>Removes elements. Returns <see langword="null"/> if no element remains, because a set is never empty.</summary>
    public SetValue? Except(SetValue other)
    {
        HashSet<AttributeValue> rest = [.. _elements];
        rest.ExceptWith(other._elements);
        return rest.Count > 0 ? new SetValue(Type, rest) : null;
    }

    public bool Equals(SetValue? other) => other is not null && Type == other.Type && _elements.SetEquals(other._elements);

    public override int GetHashCode() => _elements.Aggregate(_elements.Count, static (hash, element) => hash ^ element.GetHashCode());
}
