namespace AlternatorHandler.Testing.Engine;

/// <summary>An immutable DynamoDB value. Equality is DynamoDB's: deep, numeric for numbers, without order for sets.</summary>
internal abstract record AttributeValue
{
    /// <summary>Gets the type's name on the wire: S, N, B, BOOL, NULL, L, M, SS, NS or BS.</summary>
    public abstract string Type { get; }

    /// <summary>Gets the approximate size in bytes, as pages are measured by it.</summary>
    public abstract int Size { get; }

    public static bool IsOrderedType(string type) => type is "S" or "N" or "B";

    /// <summary>Orders two strings, two numbers or two binaries; other pairs have no order.</summary>
    public static int? Compare(AttributeValue left, AttributeValue right) => (left, right) switch
    {
        (StringValue a, StringValue b) => a.CompareTo(b),
        (NumberValue a, NumberValue b) => a.Number.CompareTo(b.Number),
        (BinaryValue a, BinaryValue b) => a.Bytes.Span.SequenceCompareTo(b.Bytes.Span),
        _ => null,
    };
}
