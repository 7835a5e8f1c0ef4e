using System.Globalization;

namespace AlternatorHandler.Testing.Compression;

/// <summary>Chooses the compression of a response from <c>Accept-Encoding</c>.</summary>
/// <remarks>
/// The entry with the highest quality is chosen, then the first one. <c>*</c> stands for the encodings that are not listed, gzip before deflate,
/// and a listed entry of the same quality takes precedence. <c>identity</c> is ignored: an acceptable encoding is always preferred to no compression.
/// </remarks>
internal static class AcceptedEncoding
{
    private const string Any = "*";

    private static readonly string[] Supported = ["gzip", "deflate"];

    /// <summary>Returns <c>gzip</c> or <c>deflate</c>, or <see langword="null"/> for no compression.</summary>
    public static string? Choose(string? acceptEncoding)
    {
        var qualities = new Dictionary<string, double>(StringComparer.OrdinalIgnoreCase);
        string? best = null;
        foreach (var entry in (acceptEncoding ?? "").Split(','))
        {
            var parts = entry.Split(';');
            var name = parts[0].Trim();
            if (Find(name) is not { } encoding || (qualities.TryGetValue(encoding, out var earlier) && earlier != 0))
            {
                continue;
            }

            var quality = qualities[encoding] = ReadQuality(parts);
            var toBeat = best is null ? 0 : qualities[best];
            if (quality > toBeat || (best == Any && quality == toBeat))
            {
                best = encoding;
            }
        }

        return best == Any ? ChooseAny(qualities) : best;
    }

    private static string? Find(string name) =>
        name == Any ? Any : Supported.FirstOrDefault(encoding => encoding.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static string? ChooseAny(Dictionary<string, double> qualities) =>
        Supported.FirstOrDefault(encoding => !qualities.ContainsKey(encoding))
        ?? Supported.Where(encoding => qualities[encoding] > 0).MaxBy(encoding => qualities[encoding]);

    // A node uses the first q that is a number, and limits it to the valid range.
    private static double ReadQuality(string[] parts)
    {
        foreach (var parameter in parts.AsSpan(1))
        {
            if (parameter.Split('=', 2) is [var key, var value]
                && key.Trim() is "q" or "Q"
                && double.TryParse(value.Trim(), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var quality))
            {
                return Math.Clamp(quality, 0, 1);
            }
        }

        return 1;
    }
}
