namespace AlternatorHandler.Testing.Engine;

/// <summary>Represents an immutable DynamoDB value. Equality is that of DynamoDB: deep, numeric for numbers, and independent of the order for sets.</summary>
internal abstract record AttributeValue
{
    /// <summary>Gets the name of the type on the wire: S, N, B, BOOL, NULL, L, M, SS, NS or BS.</summary>
    public abstract string Type { get; }

    /// <summary>Gets the approximate size in bytes, which limits the size of a page.</summary>
    public abstract int Size { get; }

    public static bool IsOrderedType(string type) => type is "S" or "N" or "B";

    /// <summary>Compares two strings, two numbers or two binary values. Other pairs have no order.</summary>
    public static int? Compare(AttributeValue left, AttributeValue right) => (left, right) switch
    {
        (StringValue a, StringValue b) => a.CompareTo(b),
        (NumberValue a, NumberValue b) => a.Number.CompareTo(b.Number),
        (BinaryValue a, BinaryValue b) => a.Bytes.Span.SequenceCompareTo(b.Bytes.Span),
        _ => null,
    };
}
