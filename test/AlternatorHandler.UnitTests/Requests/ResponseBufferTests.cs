using System.Net;
using System.Text;
using AlternatorHandler.Requests;

namespace AlternatorHandler.UnitTests.Requests;

public sealed class ResponseBufferTests
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 5_000).Select(i => $"{i} ")));

    [Test]
    public async Task A_response_is_buffered_before_the_attempt_ends([Values] bool hasLength, [Values] bool isAsync)
    {
        using var response = CreateResponse(hasLength, out var connection);

        await ResponseBuffer.LoadAsync(response, Body.Length, isAsync, CancellationToken.None);
        await connection.DisposeAsync();

        Assert.That(await response.Content.ReadAsByteArrayAsync(), Is.EqualTo(Body));
        Assert.That(response.Content.Headers.ContentLength, Is.EqualTo(Body.Length));
        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/x-amz-json-1.0"));
        Assert.That(response.Content.Headers.GetValues("X-Odd"), Is.EqualTo(["a", "b"]));
    }

    [Test]
    public async Task A_response_beyond_the_limit_is_streamed(
        [Values] bool hasLength,
        [Values] bool isAsync,
        [Values(100, int.MaxValue)] int limit,
        [Values("bytes", "stream", "copy", "synchronous", "synchronous copy")] string method)
    {
        using var response = CreateResponse(hasLength, out var connection);

        await ResponseBuffer.LoadAsync(response, Math.Min(limit, Body.Length - 1), isAsync, CancellationToken.None);

        Assert.That(response.Content.Headers.ContentLength, Is.EqualTo(hasLength ? Body.Length : (long?)null));
        Assert.That(await ReadAsync(response.Content, method), Is.EqualTo(Body));
        Assert.That(response.Content.Headers.GetValues("X-Odd"), Is.EqualTo(["a", "b"]));
        response.Dispose();
        Assert.That(connection.IsDisposed, Is.True);
    }

    [Test]
    public async Task Disposing_only_the_stream_of_a_long_response_frees_the_connection()
    {
        using var response = CreateResponse(hasLength: false, out var connection);
        await ResponseBuffer.LoadAsync(response, 100, isAsync: true, CancellationToken.None);

        await using (var stream = await response.Content.ReadAsStreamAsync())
        {
            _ = stream.ReadByte();
        }

        Assert.That(connection.IsDisposed, Is.True);
    }

    [Test]
    public async Task A_response_that_was_read_to_its_end_frees_the_connection()
    {
        using var response = CreateResponse(hasLength: false, out var connection);

        await ResponseBuffer.LoadAsync(response, Body.Length, isAsync: true, CancellationToken.None);

        Assert.That(connection.IsDisposed, Is.True);
    }

    [Test]
    public async Task An_empty_response_is_buffered_as_empty([Values] bool hasLength, [Values] bool isAsync, [Values(0, 100)] int limit)
    {
        using var response = new HttpResponseMessage { Content = Content(new OneWayStream([]), hasLength ? 0 : null) };

        await ResponseBuffer.LoadAsync(response, limit, isAsync, CancellationToken.None);

        Assert.That(await response.Content.ReadAsByteArrayAsync(), Is.Empty);
    }

    [Test]
    public void A_truncated_response_fails_the_attempt([Values] bool hasLength, [Values] bool isAsync)
    {
        var connection = new OneWayStream(Body) { Failure = new HttpIOException(HttpRequestError.ResponseEnded) };
        using var response = new HttpResponseMessage { Content = Content(connection, hasLength ? Body.Length + 1 : null) };

        Assert.That(async () => await ResponseBuffer.LoadAsync(response, 1 << 20, isAsync, CancellationToken.None), Throws.InstanceOf<HttpRequestException>().Or.InstanceOf<HttpIOException>());
    }

    [Test]
    public void Cancellation_of_the_attempt_ends_the_buffering([Values] bool hasLength)
    {
        using var response = CreateResponse(hasLength, out _);

        Assert.That(async () => await ResponseBuffer.LoadAsync(response, 1 << 20, isAsync: true, new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
    }

    private static async Task<byte[]> ReadAsync(HttpContent content, string method)
    {
        using var read = new MemoryStream();
        switch (method)
        {
            case "bytes":
                return await content.ReadAsByteArrayAsync();
            case "stream":
                await (await content.ReadAsStreamAsync()).CopyToAsync(read);
                break;
            case "copy":
                await content.CopyToAsync(read);
                break;
            case "synchronous copy":
                content.CopyTo(read, null, CancellationToken.None);
                break;
            default:
                using (var stream = content.ReadAsStream())
                {
                    for (var value = stream.ReadByte(); value >= 0; value = stream.ReadByte())
                    {
                        read.WriteByte((byte)value);
                    }
                }

                break;
        }

        return read.ToArray();
    }

    private static HttpResponseMessage CreateResponse(bool hasLength, out OneWayStream connection)
    {
        connection = new OneWayStream(Body);
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = Content(connection, hasLength ? Body.Length : null) };
    }

    private static StreamContent Content(OneWayStream connection, long? length)
    {
        var content = new StreamContent(connection);
        content.Headers.ContentLength = length;
        content.Headers.TryAddWithoutValidation("Content-Type", "application/x-amz-json-1.0");
        content.Headers.TryAddWithoutValidation("X-Odd", ["a", "b"]);
        return content;
    }
}
