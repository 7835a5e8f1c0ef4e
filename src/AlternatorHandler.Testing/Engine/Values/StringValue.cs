using System.Text;

namespace AlternatorHandler.Testing.Engine;

/// <summary>A string, ordered by its UTF-8 bytes.</summary>
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

        // UTF-16 puts surrogates below U+E000..U+FFFF; UTF-8 puts what they encode above all else.
        var (a, b) = (left[same], right[same]);
        return char.IsSurrogate(a) == char.IsSurrogate(b) ? a.CompareTo(b) : char.IsSurrogate(a).CompareTo(char.IsSurrogate(b));
    }
}
