namespace AlternatorHandler.Testing.Engine;

/// <summary>Represents a number and the text as which it was sent. Reads return the same text.</summary>
internal sealed record NumberValue : AttributeValue
{
    public NumberValue(string text)
    {
        Text = text;
        Number = DecimalNumber.Parse(text);
    }

    public NumberValue(DecimalNumber number)
    {
        Text = number.ToString();
        Number = number;
    }

    public string Text { get; }

    public DecimalNumber Number { get; }

    public override string Type => "N";

    public override int Size => Text.Length;

    public bool Equals(NumberValue? other) => other is not null && Number.CompareTo(other.Number) == 0;

    public override int GetHashCode() => Number.GetHashCode();
}
