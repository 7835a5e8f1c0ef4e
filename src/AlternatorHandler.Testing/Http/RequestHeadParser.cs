using System.Buffers;
using System.Text;

namespace AlternatorHandler.Testing.Http;

/// <summary>Parses the head of a request, and preserves the order, the case and the repetition of its headers.</summary>
internal static class RequestHeadParser
{
    private const int MaxLength = 1024 * 1024;

    /// <summary>Parses the head at the start of <paramref name="buffer"/> and advances the buffer past it. Returns <see langword="null"/> if the head is incomplete.</summary>
    public static RequestHead? TryParse(ref ReadOnlySequence<byte> buffer)
    {
        var reader = new SequenceReader<byte>(buffer);
        if (!reader.TryReadTo(out ReadOnlySequence<byte> head, "\r\n\r\n"u8))
        {
            return buffer.Length <= MaxLength ? null : throw Malformed();
        }

        buffer = buffer.Slice(reader.Position);
        return Parse(Encoding.Latin1.GetString(head));
    }

    private static RequestHead Parse(string text)
    {
        var lines = text.Split("\r\n");
        var request = lines[0].Split(' ');
        if (request is not [{ Length: > 0 } method, { Length: > 0 } target, "HTTP/1.1" or "HTTP/1.0"])
        {
            throw Malformed();
        }

        var headers = new KeyValuePair<string, string>[lines.Length - 1];
        for (var i = 0; i < headers.Length; i++)
        {
            headers[i] = ParseHeader(lines[i + 1]);
        }

        return new RequestHead(method, target, request[2], headers);
    }

    private static KeyValuePair<string, string> ParseHeader(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || line.AsSpan(0, colon).ContainsAny(" \t"))
        {
            throw Malformed();
        }

        return new(line[..colon], line.AsSpan(colon + 1).Trim(" \t").ToString());
    }

    private static MalformedRequestException Malformed() => new(400, "Can't parse the request");
}
