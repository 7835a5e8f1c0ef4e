using System.Globalization;

namespace AlternatorHandler.Wire.Signing;

/// <summary>A second in the two forms that a signature names it.</summary>
internal sealed class SigningTime
{
    public SigningTime(DateTimeOffset time)
    {
        UnixSeconds = time.ToUnixTimeSeconds();
        Text = time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        Date = Text[..8];
    }

    public long UnixSeconds { get; }

    /// <summary>Gets the value of <c>X-Amz-Date</c>, as in <c>20150830T123600Z</c>.</summary>
    public string Text { get; }

    /// <summary>Gets the day that the signing key is for, as in <c>20150830</c>.</summary>
    public string Date { get; }
}
