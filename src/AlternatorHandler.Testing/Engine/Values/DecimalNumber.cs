using System.Globalization;
using System.Numerics;

namespace AlternatorHandler.Testing.Engine;

/// <summary>Represents a DynamoDB number exactly: <c>Unscaled × 10^-Scale</c>, with up to 38 significant digits.</summary>
/// <remarks>The scale is that of the text: "1" and "1.0" have different scales, because the bytes of an Alternator partition key depend on it. Comparison is numeric.</remarks>
internal readonly struct DecimalNumber : IComparable<DecimalNumber>
{
    private const int MaxDigits = 38;
    private const int MaxMagnitude = 125;
    private const int MinMagnitude = -130;

    private DecimalNumber(BigInteger unscaled, int scale)
    {
        Unscaled = unscaled;
        Scale = scale;
    }

    public BigInteger Unscaled { get; }

    public int Scale { get; }

    public static DecimalNumber operator +(DecimalNumber left, DecimalNumber right)
    {
        var (a, b, scale) = Align(left, right);
        return CreateChecked(a + b, scale);
    }

    public static DecimalNumber operator -(DecimalNumber left, DecimalNumber right)
    {
        var (a, b, scale) = Align(left, right);
        return CreateChecked(a - b, scale);
    }

    public static DecimalNumber FromInteger(int value) => new(value, 0);

    public static DecimalNumber Parse(string text)
    {
        var rest = text.AsSpan();
        var exponent = 0;
        var e = rest.IndexOfAny('e', 'E');
        if (e >= 0)
        {
            // A larger exponent is out of range for all digits except zero.
            if (!int.TryParse(rest[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent) ||
                exponent is < -10_000 or > 10_000)
            {
                throw CreateNotANumber(text);
            }

            rest = rest[..e];
        }

        var negative = rest is ['-', ..];
        if (rest is ['-' or '+', ..])
        {
            rest = rest[1..];
        }

        var point = rest.IndexOf('.');
        var integer = point < 0 ? rest : rest[..point];
        var fraction = point < 0 ? [] : rest[(point + 1)..];
        if (integer.Length + fraction.Length == 0 || !AllDigits(integer) || !AllDigits(fraction))
        {
            throw CreateNotANumber(text);
        }

        var unscaled = BigInteger.Parse(string.Concat(integer, fraction), NumberStyles.None, CultureInfo.InvariantCulture);
        return CreateChecked(negative ? -unscaled : unscaled, fraction.Length - exponent);
    }

    public int CompareTo(DecimalNumber other)
    {
        if (Scale == other.Scale || Unscaled.Sign != other.Unscaled.Sign)
        {
            return Unscaled.CompareTo(other.Unscaled);
        }

        var (a, b, _) = Align(this, other);
        return a.CompareTo(b);
    }

    public override bool Equals(object? obj) => obj is DecimalNumber other && CompareTo(other) == 0;

    public override int GetHashCode() => WithoutTrailingZeros(Unscaled, Scale).GetHashCode();

    /// <summary>Returns the integer part.</summary>
    public BigInteger Truncate() => Scale <= 0 ? Unscaled * BigInteger.Pow(10, -Scale) : Unscaled / BigInteger.Pow(10, Scale);

    /// <summary>Formats the number without an exponent.</summary>
    public override string ToString()
    {
        var digits = BigInteger.Abs(Unscaled).ToString(CultureInfo.InvariantCulture);
        if (Scale <= 0)
        {
            digits = Unscaled.IsZero ? digits : digits + new string('0', -Scale);
        }
        else
        {
            digits = digits.PadLeft(Scale + 1, '0');
            digits = $"{digits.AsSpan(..^Scale)}.{digits.AsSpan(^Scale..)}";
        }

        return Unscaled.Sign < 0 ? "-" + digits : digits;
    }

    private static DecimalNumber CreateChecked(BigInteger unscaled, int scale)
    {
        if (unscaled.IsZero)
        {
            return new(unscaled, Math.Clamp(scale, MinMagnitude, -MinMagnitude));
        }

        var (significant, significantScale) = WithoutTrailingZeros(unscaled, scale);
        var digits = BigInteger.Abs(significant).ToString(CultureInfo.InvariantCulture).Length;
        if (digits > MaxDigits)
        {
            throw EngineException.Validation("Attempting to store more than 38 significant digits in a Number");
        }

        return (digits - significantScale - 1) switch
        {
            > MaxMagnitude => throw EngineException.Validation("Number overflow. Attempting to store a number with magnitude larger than supported range"),
            < MinMagnitude => throw EngineException.Validation("Number underflow. Attempting to store a number with magnitude smaller than supported range"),
            _ => new(unscaled, scale),
        };
    }

    private static (BigInteger Left, BigInteger Right, int Scale) Align(DecimalNumber left, DecimalNumber right)
    {
        var scale = Math.Max(left.Scale, right.Scale);
        return (AtScale(left, scale), AtScale(right, scale), scale);

        static BigInteger AtScale(DecimalNumber number, int scale) =>
            number.Scale == scale ? number.Unscaled : number.Unscaled * BigInteger.Pow(10, scale - number.Scale);
    }

    private static (BigInteger Unscaled, int Scale) WithoutTrailingZeros(BigInteger unscaled, int scale)
    {
        if (unscaled.IsZero)
        {
            return (unscaled, 0);
        }

        while (unscaled.IsEven)
        {
            var quotient = BigInteger.DivRem(unscaled, 10, out var remainder);
            if (!remainder.IsZero)
            {
                break;
            }

            unscaled = quotient;
            scale--;
        }

        return (unscaled, scale);
    }

    private static bool AllDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');

    private static EngineException CreateNotANumber(string text) =>
        EngineException.Validation($"The parameter cannot be converted to a numeric value: {text}");
}
