using System.Diagnostics.CodeAnalysis;

namespace AlternatorHandler.Testing.Engine;

/// <summary>Represents a step of a document path: a field of a map or an element of a list.</summary>
internal readonly record struct PathStep
{
    private PathStep(string? name, int index)
    {
        Name = name;
        Index = index;
    }

    public string? Name { get; }

    public int Index { get; }

    [MemberNotNullWhen(true, nameof(Name))]
    public bool IsField => Name is not null;

    public static PathStep Field(string name) => new(name, 0);

    public static PathStep Element(int index) => new(null, index);

    public AttributeValue? GetValue(AttributeValue? parent) => parent switch
    {
        MapValue map when IsField => map[Name],
        ListValue list when !IsField && Index < list.Elements.Count => list.Elements[Index],
        _ => null,
    };

    public override string ToString() => IsField ? "." + Name : $"[{Index}]";
}
