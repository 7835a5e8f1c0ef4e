namespace AlternatorHandler.Testing.Engine;

/// <summary>Represents the path of a value in an item: an attribute or a nested value, such as <c>a.b[0].c</c>.</summary>
internal sealed class DocumentPath(string root, IReadOnlyList<PathStep> steps)
{
    public DocumentPath(string root)
        : this(root, [])
    {
    }

    public string Root { get; } = root;

    /// <summary>Gets all steps from the item on, including the root.</summary>
    public IReadOnlyList<PathStep> Steps { get; } = [PathStep.Field(root), .. steps];

    public bool IsTopLevel => Steps.Count == 1;

    public AttributeValue? Find(MapValue? item) => Steps.Aggregate((AttributeValue?)item, static (parent, step) => step.GetValue(parent));

    public override string ToString() => string.Concat(Steps)[1..];

    /// <summary>Verifies that no path contains another one, and that no two paths use the same value both as a map and as a list.</summary>
    public static void VerifyDisjoint(string parameter, IReadOnlyList<DocumentPath> paths)
    {
        for (var i = 0; i < paths.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                Verify(paths[j], paths[i]);
            }
        }

        void Verify(DocumentPath first, DocumentPath second)
        {
            var same = first.Steps.Zip(second.Steps).TakeWhile(static pair => pair.First == pair.Second).Count();
            if (same == Math.Min(first.Steps.Count, second.Steps.Count))
            {
                throw EngineException.Validation($"Invalid {parameter}: two document paths overlap with each other: {first} and {second}.");
            }

            if (first.Steps[same].IsField != second.Steps[same].IsField)
            {
                throw EngineException.Validation($"Invalid {parameter}: two document paths conflict with each other: {first} and {second}.");
            }
        }
    }
}
