namespace AlternatorHandler.Testing.Engine;

/// <summary>Changes the value at a path in an item.</summary>
internal static class DocumentChange
{
    public static MapValue Put(this MapValue item, DocumentPath location, AttributeValue value) => (MapValue)Change(item, location, depth: 0, value);

    public static MapValue Remove(this MapValue item, DocumentPath location) => (MapValue)Change(item, location, depth: 0, value: null);

    // A null value removes the value at the path.
    private static AttributeValue Change(AttributeValue? parent, DocumentPath location, int depth, AttributeValue? value)
    {
        var step = location.Steps[depth];
        var isLast = depth == location.Steps.Count - 1;
        var child = isLast ? value : Change(step.GetValue(parent), location, depth + 1, value);
        return (parent, child) switch
        {
            (MapValue map, null) when step.IsField => map.Without(step.Name),
            (MapValue map, not null) when step.IsField => map.With(step.Name, child),
            (ListValue list, null) when !step.IsField => list.Without(step.Index),
            (ListValue list, not null) when !step.IsField => list.With(step.Index, child),
            _ => throw EngineException.Validation($"The document path provided in the update expression is invalid for update: {location}"),
        };
    }
}
