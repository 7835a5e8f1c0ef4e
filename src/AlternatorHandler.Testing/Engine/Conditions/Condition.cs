namespace AlternatorHandler.Testing.Engine;

/// <summary>A question about an item, parsed from an expression or from its legacy form.</summary>
internal abstract record Condition
{
    /// <summary>Holds if all its parts do.</summary>
    public sealed record All(IReadOnlyList<Condition> Parts) : Condition;

    /// <summary>Holds if any of its parts does.</summary>
    public sealed record Any(IReadOnlyList<Condition> Parts) : Condition;

    /// <summary>Holds if its part does not.</summary>
    public sealed record Not(Condition Part) : Condition;

    /// <summary>Compares two values.</summary>
    public sealed record Comparison(Operand Left, Comparator Comparator, Operand Right) : Condition;

    /// <summary>Asks whether a value is within bounds, both included.</summary>
    public sealed record Between(Operand Value, Operand Low, Operand High) : Condition;

    /// <summary>Asks whether a value is one of several.</summary>
    public sealed record In(Operand Value, IReadOnlyList<Operand> Choices) : Condition;

    /// <summary>Asks whether there is anything at a place.</summary>
    public sealed record Exists(DocumentPath Location) : Condition;

    /// <summary>Asks for the type of what is at a place.</summary>
    public sealed record HasType(DocumentPath Location, string Type) : Condition;

    /// <summary>Asks for the beginning of a string or a binary.</summary>
    public sealed record BeginsWith(Operand Value, Operand Prefix) : Condition;

    /// <summary>Asks for a part of a string or a binary, or for an element of a set or a list.</summary>
    public sealed record Contains(Operand Value, Operand Part) : Condition;
}
