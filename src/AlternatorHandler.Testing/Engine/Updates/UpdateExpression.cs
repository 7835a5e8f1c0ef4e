namespace AlternatorHandler.Testing.Engine;

/// <summary>Represents the changes of an UpdateItem, parsed from an expression or from its legacy form.</summary>
internal sealed record UpdateExpression(
    IReadOnlyList<(DocumentPath Location, Operand Value)> Sets,
    IReadOnlyList<DocumentPath> Removes,
    IReadOnlyList<(DocumentPath Location, AttributeValue Value)> Adds,
    IReadOnlyList<(DocumentPath Location, SetValue Value)> Deletes)
{
    /// <summary>An update without changes. It creates the item if it does not exist.</summary>
    public static readonly UpdateExpression Empty = new([], [], [], []);

    public IReadOnlyList<DocumentPath> Paths =>
    [
        .. Sets.Select(static set => set.Location),
        .. Removes,
        .. Adds.Select(static add => add.Location),
        .. Deletes.Select(static delete => delete.Location),
    ];

    /// <summary>Gets a value indicating whether the update only removes values, so that it does not create an item.</summary>
    public bool IsRemovalOnly => Sets.Count + Adds.Count == 0 && Removes.Count + Deletes.Count > 0;
}
