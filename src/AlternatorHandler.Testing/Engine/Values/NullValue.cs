namespace AlternatorHandler.Testing.Engine;

/// <summary>An attribute that is there and says null.</summary>
internal sealed record NullValue : AttributeValue
{
    public static readonly NullValue Instance = new();

    private NullValue()
    {
    }

    public override string Type => "NULL";

    public override int Size => 1;
}
