using System.Buffers;
using System.Globalization;
using System.Text;

namespace AlternatorHandler.Testing.Http;

/// <summary>Reads the body of a request from its connection.</summary>
internal sealed class RequestBody(HttpConnection connection, RequestHead head, int limit)
{
    private const int MaxChunkLine = 4096;

    public bool IsRead { get; private set; } = head.ContentLength == 0;

    public async ValueTask<byte[]> ReadAsync()
    {
        if (IsRead)
        {
            return [];
        }

        if (head.ExpectsContinue)
        {
            await connection.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray()).ConfigureAwait(false);
        }

        var body = head.ContentLength is { } length
            ? await ReadExactlyAsync(checked((int)length)).ConfigureAwait(false)
            : await ReadChunksAsync().ConfigureAwait(false);
        IsRead = true;
        return body;
    }

    /// <summary>Reads and discards the rest of the body, up to a limit.</summary>
    public async Task DiscardAsync(long atMost)
    {
        var left = Math.Min(head.ContentLength ?? long.MaxValue, atMost);
        while (left > 0)
        {
            var result = await connection.ReadAsync().ConfigureAwait(false);
            var taken = Math.Min(left, result.Buffer.Length);
            connection.Input.AdvanceTo(result.Buffer.GetPosition(taken));
            left -= taken;
        }
    }

    private async ValueTask<byte[]> ReadExactlyAsync(int length)
    {
        var body = GC.AllocateUninitializedArray<byte>(length);
        await FillAsync(body).ConfigureAwait(false);
        return body;
    }

    private async ValueTask FillAsync(Memory<byte> target)
    {
        while (!target.IsEmpty)
        {
            var buffer = (await connection.ReadAsync().ConfigureAwait(false)).Buffer;
            var part = buffer.Slice(0, Math.Min(buffer.Length, target.Length));
            part.CopyTo(target.Span);
            target = target[(int)part.Length..];
            connection.Input.AdvanceTo(part.End);
        }
    }

    private async ValueTask<byte[]> ReadChunksAsync()
    {
        var body = new ArrayBufferWriter<byte>();
        while (await ReadChunkSizeAsync().ConfigureAwait(false) is var size and > 0)
        {
            if (size > limit - body.WrittenCount)
            {
                throw ApiException.PayloadTooLarge(limit);
            }

            await FillAsync(body.GetMemory(size)[..size]).ConfigureAwait(false);
            body.Advance(size);
            if ((await ReadLineAsync().ConfigureAwait(false)).Length != 0)
            {
                throw new MalformedRequestException(400, "Can't parse chunk size and extensions");
            }
        }

        while ((await ReadLineAsync().ConfigureAwait(false)).Length != 0)
        {
            // Trailers are ignored.
        }

        return body.WrittenSpan.ToArray();
    }

    private async ValueTask<int> ReadChunkSizeAsync()
    {
        var line = await ReadLineAsync().ConfigureAwait(false);
        var size = line.AsSpan();
        if (size.IndexOf(';') is var extension and >= 0)
        {
            size = size[..extension];
        }

        return int.TryParse(size.TrimEnd(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bytes) && bytes >= 0
            ? bytes
            : throw new MalformedRequestException(400, "Can't parse chunk size and extensions");
    }

    private async ValueTask<string> ReadLineAsync()
    {
        while (true)
        {
            var buffer = (await connection.ReadAsync().ConfigureAwait(false)).Buffer;
            if (TryReadLine(buffer, out var line, out var rest))
            {
                connection.Input.AdvanceTo(rest);
                return line;
            }

            if (buffer.Length > MaxChunkLine)
            {
                throw new MalformedRequestException(400, "Can't parse chunk size and extensions");
            }

            connection.Input.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private static bool TryReadLine(ReadOnlySequence<byte> buffer, out string line, out SequencePosition rest)
    {
        var reader = new SequenceReader<byte>(buffer);
        var found = reader.TryReadTo(out ReadOnlySequence<byte> bytes, "\r\n"u8);
        line = found ? Encoding.Latin1.GetString(bytes) : "";
        rest = reader.Position;
        return found;
    }
}
