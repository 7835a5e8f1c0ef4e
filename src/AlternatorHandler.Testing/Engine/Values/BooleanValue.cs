namespace AlternatorHandler.Testing.Engine;

/// <summary>Represents a Boolean value.</summary>
internal sealed record BooleanValue : AttributeValue
{
    public static readonly BooleanValue True = new(true);
    public static readonly BooleanValue False = new(false);

    private BooleanValue(bool isTrue) => IsTrue = isTrue;

    public bool IsTrue { get; }

    public override string Type => "BOOL";

    public override int Size => 1;
}
