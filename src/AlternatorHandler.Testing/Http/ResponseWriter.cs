using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace AlternatorHandler.Testing.Http;

/// <summary>Writes responses with the same headers as a node.</summary>
internal static class ResponseWriter
{
    private const int ChunkSize = 16 * 1024;

    public static void WriteHead(IBufferWriter<byte> output, Response response, RequestHead request, DateTimeOffset now)
    {
        var head = new StringBuilder(256);
        head.Append(CultureInfo.InvariantCulture, $"{request.Version} {response.StatusCode} {ReasonPhrases.GetReasonPhrase(response.StatusCode)}\r\n");
        head.Append(CultureInfo.InvariantCulture, $"Content-Type: {response.ContentType}\r\n");
        if (response.IsStreamed)
        {
            head.Append("Transfer-Encoding: chunked\r\n");
        }
        else
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {response.Body.Length}\r\n");
        }

        foreach (var (name, value) in response.Headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        if (response.HasDate)
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

    public static void WriteBody(IBufferWriter<byte> output, Response response)
    {
        if (!response.IsStreamed)
        {
            output.Write(response.Body.Span);
            return;
        }

        for (var rest = response.Body; !rest.IsEmpty;)
        {
            var chunk = rest[..Math.Min(ChunkSize, rest.Length)];
            Encoding.Latin1.GetBytes($"{chunk.Length:x}\r\n", output);
            output.Write(chunk.Span);
            output.Write("\r\n"u8);
            rest = rest[chunk.Length..];
        }

        output.Write("0\r\n\r\n"u8);
    }

    // A node sends the Connection header only if the request differs from the default of its HTTP version.
    private static void AppendConnection(StringBuilder head, RequestHead request)
    {
        if (request.Version == "HTTP/1.0" && request.IsKeepAlive)
        {
            head.Append("Connection: Keep-Alive\r\n");
        }
        else if (request.Version == "HTTP/1.1" && !request.IsKeepAlive)
        {
            head.Append("Connection: close\r\n");
        }
    }
}
