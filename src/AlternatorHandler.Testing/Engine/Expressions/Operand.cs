namespace AlternatorHandler.Testing.Engine;

/// <summary>Represents an operand of a condition or an update.</summary>
internal abstract record Operand
{
    /// <summary>A constant from the request.</summary>
    public sealed record Constant(AttributeValue Value) : Operand;

    /// <summary>The value at a path.</summary>
    public sealed record Path(DocumentPath Location) : Operand;

    /// <summary>The size of the value at a path.</summary>
    public sealed record Size(DocumentPath Location) : Operand;

    /// <summary>The value at a path, or another operand if the path does not exist.</summary>
    public sealed record IfNotExists(DocumentPath Location, Operand Otherwise) : Operand;

    /// <summary>The concatenation of two lists.</summary>
    public sealed record ListAppend(Operand Head, Operand Tail) : Operand;

    /// <summary>The sum or the difference of two numbers.</summary>
    public sealed record Sum(Operand Left, bool Subtract, Operand Right) : Operand;
}
