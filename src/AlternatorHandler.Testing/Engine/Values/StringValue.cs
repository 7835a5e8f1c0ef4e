using System.Text;

namespace AlternatorHandler.Testing.Engine;

/// <summary>Represents a string, ordered by its UTF-8 bytes.</summary>
internal sealed record StringValue(string Text) : AttributeValue, IComparable<StringValue>
{
    public override string Type => "S";

    public override int Size => Encoding.UTF8.GetByteCount(Text);

    public int CompareTo(StringValue? other)
    {
        if (other is null)
        {
            return 1;
        }

        var (left, right) = (Text, other.Text);
        var same = left.AsSpan().CommonPrefixLength(right);
        if (same == left.Length || same == right.Length)
        {
            return left.Length.CompareTo(right.Length);
        }

        // In UTF-16, surrogates sort before U+E000 to U+FFFF. In UTF-8, the characters that they encode sort after all others.
        var (a, b) = (left[same], right[same]);
        return char.IsSurrogate(a) == char.IsSurrogate(b) ? a.CompareTo(b) : char.IsSurrogate(a).CompareTo(char.IsSurrogate(b));
    }
}
