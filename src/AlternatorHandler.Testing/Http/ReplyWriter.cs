using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace AlternatorHandler.Testing.Http;

/// <summary>Puts a reply into bytes: no more headers than a node sends.</summary>
internal static class ReplyWriter
{
    private const int ChunkSize = 16 * 1024;

    public static void WriteHead(IBufferWriter<byte> output, Reply reply, RequestHead request, DateTimeOffset now)
    {
        var head = new StringBuilder(256);
        head.Append(CultureInfo.InvariantCulture, $"{request.Version} {reply.StatusCode} {ReasonPhrases.GetReasonPhrase(reply.StatusCode)}\r\n");
        head.Append(CultureInfo.InvariantCulture, $"Content-Type: {reply.ContentType}\r\n");
        if (reply.IsStreamed)
        {
            head.Append("Transfer-Encoding: chunked\r\n");
        }
        else
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {reply.Body.Length}\r\n");
        }

        foreach (var (name, value) in reply.Headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        if (reply.IsDated)
        {
            head.Append(CultureInfo.InvariantCulture, $"Date: {now:R}\r\n");
            AppendConnection(head, request);
        }

        head.Append("\r\n");
        foreach (var part in head.GetChunks())
        {
            Encoding.Latin1.GetBytes(part.Span, output);
        }
    }

    public static void WriteBody(IBufferWriter<byte> output, Reply reply)
    {
        if (!reply.IsStreamed)
        {
            output.Write(reply.Body.Span);
            return;
        }

        for (var rest = reply.Body; !rest.IsEmpty;)
        {
            var chunk = rest[..Math.Min(ChunkSize, rest.Length)];
            Encoding.Latin1.GetBytes($"{chunk.Length:x}\r\n", output);
            output.Write(chunk.Span);
            output.Write("\r\n"u8);
            rest = rest[chunk.Length..];
        }

        output.Write("0\r\n\r\n"u8);
    }

    // A reply mentions the connection only when the client asked for something else than the default of its version.
    private static void AppendConnection(StringBuilder head, RequestHead request)
    {
        if (request.Version == "HTTP/1.0" && request.KeepsAlive)
        {
            head.Append("Connection: Keep-Alive\r\n");
        }
        else if (request.Version == "HTTP/1.1" && !request.KeepsAlive)
        {
            head.Append("Connection: close\r\n");
        }
    }
}
