namespace AlternatorHandler.Testing.Engine;

/// <summary>Represents a condition on an item, parsed from an expression or from its legacy form.</summary>
internal abstract record Condition
{
    /// <summary>Is satisfied if all of its parts are.</summary>
    public sealed record All(IReadOnlyList<Condition> Parts) : Condition;

    /// <summary>Is satisfied if any of its parts is.</summary>
    public sealed record Any(IReadOnlyList<Condition> Parts) : Condition;

    /// <summary>Is satisfied if its part is not.</summary>
    public sealed record Not(Condition Part) : Condition;

    /// <summary>Compares two values.</summary>
    public sealed record Comparison(Operand Left, Comparator Comparator, Operand Right) : Condition;

    /// <summary>Checks whether a value is within inclusive bounds.</summary>
    public sealed record Between(Operand Value, Operand Low, Operand High) : Condition;

    /// <summary>Checks whether a value is one of several values.</summary>
    public sealed record In(Operand Value, IReadOnlyList<Operand> Choices) : Condition;

    /// <summary>Checks whether a path exists.</summary>
    public sealed record Exists(DocumentPath Location) : Condition;

    /// <summary>Checks the type of the value at a path.</summary>
    public sealed record HasType(DocumentPath Location, string Type) : Condition;

    /// <summary>Checks the beginning of a string or a binary value.</summary>
    public sealed record BeginsWith(Operand Value, Operand Prefix) : Condition;

    /// <summary>Checks for a part of a string or a binary value, or for an element of a set or a list.</summary>
    public sealed record Contains(Operand Value, Operand Part) : Condition;
}
