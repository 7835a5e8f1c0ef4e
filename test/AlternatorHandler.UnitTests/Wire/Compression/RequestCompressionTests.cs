using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using AlternatorHandler.UnitTests.Wire.Fakes;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace AlternatorHandler.UnitTests.Wire.Compression;

public sealed class RequestCompressionTests : IDisposable
{
    private readonly Node _node = new();

    [Test]
    public async Task A_body_of_at_least_the_minimum_size_is_sent_as_gzip_with_its_length([Values] bool isAsync, [Values(1024, 1025, 100_000)] int size)
    {
        var body = WireRequests.Item(size);
        await SendAsync(body, isAsync);

        var sent = _node.Received[0];
        Assert.That(sent["Content-Encoding"], Is.EqualTo("gzip"));
        Assert.That(sent["Content-Type"], Is.EqualTo("application/x-amz-json-1.0"));
        Assert.That(sent["Content-Length"], Is.EqualTo($"{sent.Body.Length}"));
        Assert.That(sent.Body, Has.Length.LessThan(size / 5));
        Assert.That(Node.Decompress(sent.Body), Is.EqualTo(body));
    }

    [Test]
    public async Task A_body_below_the_minimum_size_is_sent_unchanged([Values(0, 1, 1023)] int size)
    {
        var body = WireRequests.Item(2000)[..size];
        await SendAsync(body);

        AssertUnchanged(body);
    }

    [Test]
    public async Task A_body_that_gzip_does_not_make_smaller_is_sent_unchanged([Values(1024, 3000, 200_000)] int size)
    {
        var body = RandomNumberGenerator.GetBytes(size);
        await SendAsync(body);

        AssertUnchanged(body);
    }

    [Test]
    public async Task A_small_body_is_compressed_only_if_that_saves_more_than_the_header_adds([Range(1, 120, 7)] int size)
    {
        var body = WireRequests.Item(size);
        await SendAsync(body, configure: options => options.RequestCompression.MinSizeBytes = 0);

        var sent = _node.Received[0];
        var header = sent["Content-Encoding"] is null ? 0 : "Content-Encoding: gzip\r\n".Length;
        Assert.That(sent.Body.Length + header, Is.LessThanOrEqualTo(size));
    }

    [Test]
    public async Task A_body_that_already_has_an_encoding_is_sent_unchanged([Values("gzip", "br", "identity")] string encoding)
    {
        var body = WireRequests.Item(5000);
        using var chain = Chain();
        using var request = WireRequests.Put(body);
        request.Content!.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        using var response = await chain.SendAsync(request);

        Assert.That(_node.Received[0]["Content-Encoding"], Is.EqualTo(encoding));
        Assert.That(_node.Received[0].Body, Is.EqualTo(body));
    }

    [Test]
    public async Task A_request_that_is_already_signed_is_sent_uncompressed_and_logged_once()
    {
        var logger = new FakeLogger();
        var body = WireRequests.Item(5000);
        using var chain = Chain(logger: logger);
        for (var i = 0; i < 3; i++)
        {
            using var small = WireRequests.SignedPut(WireRequests.Item(100));
            using var request = WireRequests.SignedPut(body);
            using var first = await chain.SendAsync(small);
            Assert.That(logger.Lines, i == 0 ? Is.Empty : Has.Count.EqualTo(1), "a body that is too small for compression causes no warning");
            using var second = await chain.SendAsync(request);
        }

        Assert.That(_node.Received.Select(sent => sent["Content-Encoding"]), Is.All.Null);
        Assert.That(_node.Received[^1].Body, Is.EqualTo(body));
        Assert.That(logger.Lines, Has.Count.EqualTo(1));
        Assert.That(logger.Lines[0], Does.StartWith("Warning SignedBodyNotCompressed: Request bodies for cluster 'orders' are sent uncompressed, because the requests are already signed (PutItem was the first)"));
    }

    [Test]
    public async Task The_body_is_compressed_once_for_all_attempts_of_a_request()
    {
        using var chain = Chain();
        using var request = WireRequests.Put(WireRequests.Item(5000));
        for (var attempt = 0; attempt < 3; attempt++)
        {
            using var response = await chain.SendAsync(request, isAsync: attempt != 1);
        }

        Assert.That(_node.Contents[0], Is.Not.SameAs(request.Content));
        Assert.That(_node.Contents.Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task An_incompressible_body_is_compressed_once_for_all_attempts_of_a_request()
    {
        using var chain = Chain();
        using var request = WireRequests.Put(RandomNumberGenerator.GetBytes(5000));
        using var content = new CountingContent(RandomNumberGenerator.GetBytes(5000));
        request.Content = content;
        for (var attempt = 0; attempt < 3; attempt++)
        {
            using var response = await chain.SendAsync(request);
        }

        Assert.That(content.Copies, Is.EqualTo(1), "later attempts read from the buffer");
        Assert.That(_node.Contents.Distinct().Single(), Is.SameAs(content));
    }

    [Test]
    public async Task A_message_that_is_sent_again_later_is_compressed_with_its_current_body()
    {
        var body = WireRequests.Item(5000);
        using var chain = Chain();
        using var request = WireRequests.Put(body);
        using var first = await chain.SendAsync(request);
        chain.Release(request);
        body[^1] = (byte)'!';
        using var second = await chain.SendAsync(request);

        Assert.That(Node.Decompress(_node.Received[1].Body), Is.EqualTo(body));
    }

    [Test]
    public async Task The_signature_covers_the_compressed_body([Values] bool isAsync)
    {
        using var wire = new WireTap();
        using var chain = new WireChain(
            wire.Handler,
            options =>
            {
                options.RequestCompression.Enabled = true;
                options.Credentials = SigningSetup.Credentials;
            },
            time: new FakeTimeProvider(SigningSetup.Noon));
        using var request = WireRequests.Put(WireRequests.Item(5000));
        using var response = await chain.SendAsync(request, isAsync);

        Assert.That(wire.Message["Content-Encoding"], Is.EqualTo("gzip"));
        Assert.That(wire.Message["Transfer-Encoding"], Is.Null);
        Assert.That(wire.Message["Content-Length"], Is.EqualTo($"{wire.Message.Body.Length}"));
        Assert.That(wire.Message.Verify(), Is.Null);
    }

    [Test]
    public async Task Any_kind_of_content_is_compressed([Values("string", "stream", "one-way")] string kind, [Values] bool isAsync)
    {
        var body = new string('ö', 5000);
        using var chain = Chain();
        using var request = WireRequests.Put([]);
        request.Content = kind switch
        {
            "string" => new StringContent(body),
            "stream" => new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(body))),
            _ => new StreamContent(new OneWayStream(Encoding.UTF8.GetBytes(body))),
        };

        // As the routing handler does.
        await request.Content.LoadIntoBufferAsync();
        using var response = await chain.SendAsync(request, isAsync);

        Assert.That(_node.Received[0]["Content-Encoding"], Is.EqualTo("gzip"));
        Assert.That(Encoding.UTF8.GetString(Node.Decompress(_node.Received[0].Body)), Is.EqualTo(body));
    }

    [Test]
    public void The_level_NoCompression_creates_no_compression_handler()
    {
        using var chain = Chain(options => options.RequestCompression.Level = CompressionLevel.NoCompression);

        Assert.That(chain.Names, Has.None.EqualTo("RequestCompressionHandler"));
    }

    public void Dispose() => _node.Dispose();

    private void AssertUnchanged(byte[] body)
    {
        Assert.That(_node.Received[0]["Content-Encoding"], Is.Null);
        Assert.That(_node.Received[0].Body, Is.EqualTo(body));
    }

    private async Task SendAsync(byte[] body, bool isAsync = true, Action<AlternatorOptions>? configure = null)
    {
        using var chain = Chain(configure);
        using var request = WireRequests.Put(body);
        using var response = await chain.SendAsync(request, isAsync);
    }

    private WireChain Chain(Action<AlternatorOptions>? configure = null, FakeLogger? logger = null) => new(
        _node,
        options =>
        {
            options.RequestCompression.Enabled = true;
            configure?.Invoke(options);
        },
        logger);
}
