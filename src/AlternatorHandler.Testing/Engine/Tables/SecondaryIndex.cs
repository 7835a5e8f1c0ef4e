namespace AlternatorHandler.Testing.Engine;

/// <summary>Represents a global or local secondary index. It stores no items: reads of the index filter and sort the table.</summary>
/// <remarks>With the projection type INCLUDE, items have the included attributes in addition to the keys.</remarks>
internal sealed record SecondaryIndex(string Name, bool IsGlobal, KeySchema Keys, string ProjectionType, IReadOnlyList<string> IncludedAttributes)
{
    public bool ProjectsAll => ProjectionType == "ALL";

    public bool Contains(MapValue item) => Keys.Attributes.All(attribute => item[attribute.Name] is not null);

    public MapValue Project(MapValue item, KeySchema tableKeys) => ProjectsAll
        ? item
        : item.Only([.. Keys.Attributes.Select(static key => key.Name), .. tableKeys.Attributes.Select(static key => key.Name), .. IncludedAttributes]);
}
