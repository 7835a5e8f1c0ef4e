using System.Globalization;
using System.Text.RegularExpressions;

namespace AlternatorHandler.Rigs.Fuzz.Oracles;

/// <summary>A second opinion on which text is the address of a node, without .NET's parser of addresses.</summary>
internal static partial class AddressOracle
{
    /// <summary>The bytes of the address, or <see langword="null"/> if the text is none that a node can have.</summary>
    public static byte[]? Read(string text)
    {
        var isBracketed = text is ['[', .., ']'];
        var bytes = isBracketed ? ReadV6(text[1..^1]) : ReadV4(text) ?? ReadV6(text);
        return bytes is null || IsUnusable(bytes) ? null : bytes;
    }

    private static byte[]? ReadV4(string text) =>
        V4().IsMatch(text) ? [.. text.Split('.').Select(part => byte.Parse(part, CultureInfo.InvariantCulture))] : null;

    private static byte[]? ReadV6(string text)
    {
        if (text.LastIndexOf(':') is var colon and >= 0 && text.Contains('.', StringComparison.Ordinal))
        {
            if (ReadV4(text[(colon + 1)..]) is not { } tail)
            {
                return null;
            }

            text = $"{text[..(colon + 1)]}{Convert.ToHexString(tail, 0, 2)}:{Convert.ToHexString(tail, 2, 2)}";
        }

        var halves = text.Split("::");
        if (halves.Length > 2 || !halves.All(half => half.Length == 0 || Groups().IsMatch(half)))
        {
            return null;
        }

        var groups = Array.ConvertAll(halves, half => half.Length == 0 ? [] : half.Split(':'));
        var count = groups.Sum(half => half.Length);
        if (halves.Length == 2 ? count > 7 : count != 8)
        {
            return null;
        }

        IEnumerable<string> all = halves.Length == 2 ? [.. groups[0], .. Enumerable.Repeat("0", 8 - count), .. groups[1]] : groups[0];
        return Convert.FromHexString(string.Concat(all.Select(group => group.PadLeft(4, '0'))));
    }

    private static bool IsUnusable(byte[] bytes)
    {
        if (bytes.Length == 16)
        {
            var isMapped = bytes.AsSpan(0, 12).SequenceEqual((ReadOnlySpan<byte>)[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]);
            return isMapped ? IsUnusable(bytes[12..]) : bytes[0] == 0xff || Array.TrueForAll(bytes, value => value == 0);
        }

        return bytes[0] is >= 224 and <= 239 || bytes is [0, 0, 0, 0] or [255, 255, 255, 255];
    }

    [GeneratedRegex(@"\A(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\.(?!\z)|\z)){4}\z")]
    private static partial Regex V4();

    [GeneratedRegex(@"\A[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4})*\z")]
    private static partial Regex Groups();
}
