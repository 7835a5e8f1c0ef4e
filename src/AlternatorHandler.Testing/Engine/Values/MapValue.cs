namespace AlternatorHandler.Testing.Engine;

/// <summary>Represents values by name: an item or a nested map.</summary>
/// <param name="Attributes">The values. The caller must not change the dictionary afterwards.</param>
internal sealed record MapValue(IReadOnlyDictionary<string, AttributeValue> Attributes) : AttributeValue
{
    public static readonly MapValue Empty = new(new Dictionary<string, AttributeValue>());

    public override string Type => "M";

    public override int Size => 3 + Attributes.Sum(static attribute => attribute.Key.Length + attribute.Value.Size + 1);

    public AttributeValue? this[string name] => Attributes.GetValueOrDefault(name);

    public MapValue With(string name, AttributeValue value) => new(new Dictionary<string, AttributeValue>(Attributes) { [name] = value });

    public MapValue Without(string name)
    {
        if (!Attributes.ContainsKey(name))
        {
            return this;
        }

        var rest = new Dictionary<string, AttributeValue>(Attributes);
        rest.Remove(name);
        return new(rest);
    }

    public MapValue Only(IEnumerable<string> names) =>
        new(names.Distinct().Where(Attributes.ContainsKey).ToDictionary(static name => name, name => Attributes[name]));

    public bool Equals(MapValue? other) =>
        other is not null &&
        Attributes.Count == other.Attributes.Count &&
        Attributes.All(attribute => attribute.Value.Equals(other[attribute.Key]));

    public override int GetHashCode() => Attributes.Aggregate(
        Attributes.Count, static (hash, attribute) => hash ^ HashCode.Combine(attribute.Key, attribute.Value));
}
