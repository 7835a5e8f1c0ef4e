namespace AlternatorHandler.Testing.Engine;

/// <summary>What an UpdateItem changes, parsed from an expression or from its legacy form.</summary>
internal sealed record UpdateExpression(
    IReadOnlyList<(DocumentPath Location, Operand Value)> Sets,
    IReadOnlyList<DocumentPath> Removes,
    IReadOnlyList<(DocumentPath Location, AttributeValue Value)> Adds,
    IReadOnlyList<(DocumentPath Location, SetValue Value)> Deletes)
{
    /// <summary>What an UpdateItem without any change does: it creates the item, if there is none.</summary>
    public static readonly UpdateExpression Empty = new([], [], [], []);

    public IReadOnlyList<DocumentPath> Paths =>
    [
        .. Sets.Select(static set => set.Location),
        .. Removes,
        .. Adds.Select(static add => add.Location),
        .. Deletes.Select(static delete => delete.Location),
    ];

    /// <summary>Gets whether it takes away only, and so leaves no item where there was none.</summary>
    public bool IsRemovalOnly => Sets.Count + Adds.Count == 0 && Removes.Count + Deletes.Count > 0;
}
