using System.Text;

namespace AlternatorHandler.Rigs.Fuzz;

/// <summary>Makes inputs of the corpus that are nearly right.</summary>
internal sealed class Mutator(IReadOnlyList<byte[]> corpus, IReadOnlyList<string> words, int seed)
{
    private const int MaxLength = 16 * 1024;
    private const int MaxChanges = 6;

    private static readonly byte[][] Fragments =
    [
        .. ((string[])["{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud800", "\\u0000", "null", "true", "1e999", "-", "/*", "//", " ", "\r\n", "\0", "\"\"", "{}", "[]"]).Select(Encoding.UTF8.GetBytes),
        [0xff], [0xc3], [0xed, 0xa0, 0x80], [0xef, 0xbb, 0xbf], [0xf0, 0x9f, 0x98, 0x80],
    ];

    private readonly Random _random = new(seed);
    private readonly byte[][] _words = [.. words.Select(Encoding.UTF8.GetBytes)];

    public byte[] Next()
    {
        var input = new List<byte>(Any(corpus));
        for (var changes = 1; changes <= MaxChanges; changes++)
        {
            Change(input);
            if (_random.Next(2) == 0)
            {
                // Most inputs are to get past the first check.
                break;
            }
        }

        return input.Count <= MaxLength ? [.. input] : [.. input.Take(MaxLength)];
    }

    private void Change(List<byte> input)
    {
        var at = _random.Next(input.Count + 1);
        var length = Math.Min(_random.Next(1, 16), input.Count - at);
        switch (_random.Next(8))
        {
            case 0 when at < input.Count:
                input[at] ^= (byte)(1 << _random.Next(8));
                break;

            case 1 when at < input.Count:
                input[at] = (byte)_random.Next(256);
                break;

            case 2:
                input.RemoveRange(at, length);
                break;

            case 3:
                input.InsertRange(at, input.GetRange(at, length));
                break;

            case 4:
                // Nesting, and numbers that don't end.
                input.InsertRange(at, Enumerable.Repeat(Any(Fragments), _random.Next(1, 200)).SelectMany(fragment => fragment));
                break;

            case 5:
                // The rest of another input.
                var other = Any(corpus);
                input.RemoveRange(at, input.Count - at);
                input.AddRange(other.AsSpan(_random.Next(other.Length + 1)));
                break;

            case 6:
                input.InsertRange(at, Any(Fragments));
                break;

            default:
                input.InsertRange(at, Any(_words));
                break;
        }
    }

    private T Any<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];
}
