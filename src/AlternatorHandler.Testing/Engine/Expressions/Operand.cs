namespace AlternatorHandler.Testing.Engine;

/// <summary>What a condition or an update computes with.</summary>
internal abstract record Operand
{
    /// <summary>A constant of the request.</summary>
    public sealed record Constant(AttributeValue Value) : Operand;

    /// <summary>A place in the item.</summary>
    public sealed record Path(DocumentPath Location) : Operand;

    /// <summary>The size of a value, a number.</summary>
    public sealed record Size(DocumentPath Location) : Operand;

    /// <summary>The value at a place, or another if nothing is there.</summary>
    public sealed record IfNotExists(DocumentPath Location, Operand Otherwise) : Operand;

    /// <summary>Two lists joined.</summary>
    public sealed record ListAppend(Operand Head, Operand Tail) : Operand;

    /// <summary>The sum of two numbers, or their difference.</summary>
    public sealed record Sum(Operand Left, bool Subtract, Operand Right) : Operand;
}
