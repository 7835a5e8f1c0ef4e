using System.Text;

namespace AlternatorHandler.FunctionalTests.Hostile;

/// <summary>Answers that are no answers, by what is wrong with them.</summary>
internal static class Garbage
{
    private static readonly Dictionary<string, Func<Stream, CancellationToken, Task>> All = new()
    {
        ["nothing"] = Bytes(""),
        ["a blank line"] = Bytes("\r\n\r\n"),
        ["a TLS alert"] = Bytes("\u0015\u0003\u0001\0\u0002\u0002F\r\n\r\n"),
        ["another protocol"] = Bytes("220 mail.example ESMTP\r\n"),
        ["a status that is no number"] = Bytes("HTTP/1.1 abc OK\r\n\r\n"),
        ["a status of two digits"] = Bytes("HTTP/1.1 20 OK\r\nContent-Length: 2\r\n\r\n{}"),
        ["a status of four digits"] = Bytes("HTTP/1.1 2000 OK\r\nContent-Length: 2\r\n\r\n{}"),
        ["a negative status"] = Bytes("HTTP/1.1 -20 OK\r\nContent-Length: 2\r\n\r\n{}"),
        ["another version"] = Bytes("HTTP/9.9 200 OK\r\nContent-Length: 2\r\n\r\n{}"),
        ["half a status line"] = Bytes("HTTP/1."),
        ["half a head"] = Bytes("HTTP/1.1 200 OK\r\nContent-"),
        ["a header without a colon"] = Bytes("HTTP/1.1 200 OK\r\nno colon here\r\nContent-Length: 2\r\n\r\n{}"),
        ["a header that is too long"] = Bytes($"HTTP/1.1 200 OK\r\nX: {new string('x', 200_000)}\r\nContent-Length: 2\r\n\r\n{{}}"),
        ["too many headers"] = Bytes($"HTTP/1.1 200 OK\r\n{string.Concat(Enumerable.Range(0, 20_000).Select(i => $"X-{i}: y\r\n"))}Content-Length: 2\r\n\r\n{{}}"),
        ["headers without end"] = Endless("HTTP/1.1 200 OK\r\n", "X: y\r\n"),
        ["one header without end"] = Endless("HTTP/1.1 200 OK\r\nX: ", "yyyyyyyyyyyyyyyy"),
        ["a status line without end"] = Endless("HTTP/1.1 200 ", "OKOKOKOKOKOKOKOK"),
        ["interim answers without end"] = Endless("", "HTTP/1.1 100 Continue\r\n\r\n"),
        ["less than its length"] = Bytes("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}"),
        ["no body at all"] = Bytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"),
        ["a chunk without a size"] = Bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n{}\r\n0\r\n\r\n"),
        ["a chunk that is too large"] = Bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFF\r\n{}\r\n"),
        ["chunks that do not end"] = Bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n"),
        ["noise"] = Noise,
    };

    public static IEnumerable<string> Kinds => All.Keys;

    public static Task WriteAsync(string kind, Stream stream, CancellationToken cancellationToken) => All[kind](stream, cancellationToken);

    private static Func<Stream, CancellationToken, Task> Bytes(string text) => (stream, cancellationToken) => stream.WriteAsync(Encoding.Latin1.GetBytes(text), cancellationToken).AsTask();

    private static Func<Stream, CancellationToken, Task> Endless(string start, string again) => async (stream, cancellationToken) =>
    {
        await stream.WriteAsync(Encoding.Latin1.GetBytes(start), cancellationToken);
        var portion = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat(again, 100)));
        while (true)
        {
            // Until the client has had enough.
            await stream.WriteAsync(portion, cancellationToken);
        }
    };

    private static async Task Noise(Stream stream, CancellationToken cancellationToken)
    {
        var random = new Random(17);
        var portion = new byte[1024];
        for (var i = 0; i < 200; i++)
        {
            random.NextBytes(portion);
            await stream.WriteAsync(portion, cancellationToken);
        }
    }
}
