namespace AlternatorHandler.Testing.Engine;

/// <summary>Represents the null value.</summary>
internal sealed record NullValue : AttributeValue
{
    public static readonly NullValue Instance = new();

    private NullValue()
    {
    }

    public override string Type => "NULL";

    public override int Size => 1;
}
