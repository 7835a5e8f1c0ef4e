using System.IO.Compression;
using System.Text;
using AlternatorHandler.Requests;
using AlternatorHandler.UnitTests.Wire.Fakes;

namespace AlternatorHandler.UnitTests.Wire.Compression;

public sealed class ResponseDecompressionTests
{
    [Test]
    public async Task Gzip_and_zlib_deflate_are_asked_for_and_decompressed(
        [Values("gzip", "deflate", "GZip")] string encoding,
        [Values(1, 8190, 8192, 100_000)] int size,
        [Values] bool isAsync)
    {
        var body = Body(size);
        using var node = new Node(_ => Node.Reply(Node.Compress(body, encoding.ToLowerInvariant()), encoding));
        using var chain = Chain(node);
        using var request = WireRequests.Put([]);
        using var response = await LoadAsync(chain, request, isAsync);

        Assert.That(node.Received[0]["Accept-Encoding"], Is.EqualTo("gzip, deflate"));
        Assert.That(await response.Content.ReadAsByteArrayAsync(), Is.EqualTo(body));
        Assert.That(response.Content.Headers.ContentEncoding, Is.Empty);
        Assert.That(response.Content.Headers.NonValidated.Single(header => header.Key == "Content-Length").Value.ToString(), Is.EqualTo($"{size}"));
        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/x-amz-json-1.0"));
        Assert.That(request.Headers.AcceptEncoding, Is.Empty);
    }

    [Test]
    public async Task A_reply_that_is_not_compressed_or_in_another_way_passes_untouched([Values(null, "br", "identity", "gzip, gzip", "x-scylla")] string? encoding, [Values] bool isAsync)
    {
        var reply = Node.Reply([1, 2, 3], encoding);
        var content = reply.Content;
        using var node = new Node(_ => reply);
        using var chain = Chain(node);
        using var request = WireRequests.Put([]);
        using var response = await chain.SendAsync(request, isAsync);

        Assert.That(response.Content, Is.SameAs(content));
        Assert.That(response.Content.Headers.ContentLength, Is.EqualTo(3));
    }

    [Test]
    public async Task A_caller_that_asks_for_itself_gets_what_the_node_sends([Values("gzip", "identity", "br;q=0.5")] string accepted, [Values] bool isAsync)
    {
        var compressed = Node.Compress(Body(5000), "gzip");
        using var node = new Node(_ => Node.Reply(compressed, "gzip"));
        using var chain = Chain(node);
        using var request = WireRequests.Put([]);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        using var response = await chain.SendAsync(request, isAsync);

        Assert.That(node.Received[0]["Accept-Encoding"], Is.EqualTo(accepted));
        Assert.That(await response.Content.ReadAsByteArrayAsync(), Is.EqualTo(compressed));
        Assert.That(request.Headers.NonValidated["Accept-Encoding"].ToString(), Is.EqualTo(accepted));
    }

    [TestCase("host;x-amz-date", "gzip, deflate")]
    [TestCase("accept-encoding;host;x-amz-date", null)]
    public async Task A_signed_request_asks_unless_the_signature_covers_it(string signedHeaders, string? asks)
    {
        using var node = new Node();
        using var chain = Chain(node);
        using var request = WireRequests.SignedPut([], signedHeaders);
        using var response = await chain.SendAsync(request);

        Assert.That(node.Received[0]["Accept-Encoding"], Is.EqualTo(asks));
    }

    [Test]
    public async Task A_reply_of_several_gzip_members_is_read_to_its_end()
    {
        byte[] members = [.. Node.Compress(Body(9000), "gzip"), .. Node.Compress(Body(10), "gzip")];
        using var node = new Node(_ => Node.Reply(members, "gzip"));
        using var chain = Chain(node);
        using var request = WireRequests.Put([]);
        using var response = await LoadAsync(chain, request);

        Assert.That(await response.Content.ReadAsByteArrayAsync(), Is.EqualTo(Body(9000).Concat(Body(10))));
    }

    [Test]
    public async Task A_reply_that_ends_early_wherever_fails_and_names_the_node([Values("gzip", "deflate")] string encoding, [Values(1, 20, 300, 20_000)] int size, [Values] bool isAsync)
    {
        var whole = Node.Compress(Body(size), encoding);
        for (var length = 0; length < whole.Length; length += length < 40 || length > whole.Length - 40 ? 1 : whole.Length / 50)
        {
            var failure = await FailureOfAsync(whole[..length], encoding, isAsync);
            Assert.That(failure, Is.InstanceOf<HttpIOException>().With.Property(nameof(HttpIOException.HttpRequestError)).EqualTo(HttpRequestError.InvalidResponse), $"{length} of {whole.Length} bytes");
            Assert.That(failure!.Message, Does.StartWith("The reply of 10.0.0.1:8000 cannot be decompressed: "));
        }
    }

    [Test]
    public async Task A_reply_of_random_sizes_is_never_taken_for_one_that_ends_early([Values("gzip", "deflate")] string encoding, [Values] bool isAsync)
    {
        // Incompressible, so that the ends of the data and of the decoder's buffers meet in every way.
        var random = new Random(20261122);
        for (var size = 8100; size < 8300; size++)
        {
            var body = new byte[size];
            random.NextBytes(body);
            Assert.That(await FailureOfAsync(Node.Compress(body, encoding), encoding, isAsync), Is.Null, $"{size} bytes");
        }
    }

    [Test]
    public async Task A_reply_that_lies_about_its_encoding_fails([Values("gzip", "deflate")] string encoding, [Values] bool isAsync)
    {
        Assert.That(await FailureOfAsync("""{"Item":{}}"""u8.ToArray(), encoding, isAsync), Is.InstanceOf<HttpIOException>());
        Assert.That(await FailureOfAsync(Node.Compress(Body(500), encoding == "gzip" ? "deflate" : "gzip"), encoding, isAsync), Is.InstanceOf<HttpIOException>());
        var damaged = Node.Compress(Body(500), encoding);
        damaged[^2] ^= 1;
        Assert.That(await FailureOfAsync(damaged, encoding, isAsync), Is.InstanceOf<HttpIOException>());
    }

    [Test]
    public async Task Bare_deflate_which_no_node_sends_fails()
    {
        using var bare = new MemoryStream();
        await using (var deflate = new DeflateStream(bare, CompressionLevel.Optimal))
        {
            deflate.Write(Body(500));
        }

        Assert.That(await FailureOfAsync(bare.ToArray(), "deflate", isAsync: true), Is.InstanceOf<HttpIOException>());
    }

    [Test]
    public async Task A_bomb_takes_no_more_memory_than_the_buffer_and_streams([Values] bool isAsync)
    {
        const int size = 200_000_000;
        const int maxSize = 1_000_000;
        using var node = new Node(_ => Node.Reply(DecompressionBomb.Of(size), "gzip"));
        using var chain = Chain(node);
        using var request = WireRequests.Put([]);
        using var response = await chain.SendAsync(request, isAsync);
        var before = GC.GetAllocatedBytesForCurrentThread();
        await ResponseBuffer.LoadAsync(response, maxSize, isAsync, default);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(5 * maxSize));

        await using var stream = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[100_000];
        long length = 0;
        for (int read; (read = isAsync ? await stream.ReadAsync(buffer) : stream.Read(buffer)) > 0;)
        {
            length += read;
        }

        Assert.That(length, Is.EqualTo(size));
    }

    private static byte[] Body(int size) => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, (size / 4) + 1).Select(i => $"{i * 7919 % 10_000:0000}")))[..size];

    private static WireChain Chain(Node node) => new(node, options => options.ResponseCompression.Enabled = true);

    // As the routing handler does.
    private static async Task<HttpResponseMessage> LoadAsync(WireChain chain, HttpRequestMessage request, bool isAsync = true)
    {
        var response = await chain.SendAsync(request, isAsync);
        await ResponseBuffer.LoadAsync(response, 16 * 1024 * 1024, isAsync, default);
        return response;
    }

    private static async Task<Exception?> FailureOfAsync(byte[] body, string encoding, bool isAsync)
    {
        using var node = new Node(_ => Node.Reply(body, encoding));
        using var chain = Chain(node);
        using var request = WireRequests.Put([]);
        try
        {
            using var response = await LoadAsync(chain, request, isAsync);
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }
}
