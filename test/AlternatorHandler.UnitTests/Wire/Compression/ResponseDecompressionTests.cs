using System.IO.Compression;
using System.Text;
using AlternatorHandler.Requests;
using AlternatorHandler.UnitTests.Wire.Fakes;

namespace AlternatorHandler.UnitTests.Wire.Compression;

public sealed class ResponseDecompressionTests
{
    [Test]
    public async Task Responses_in_gzip_and_deflate_are_requested_and_decompressed(
        [Values("gzip", "deflate", "GZip")] string encoding,
        [Values(1, 8190, 8192, 100_000)] int size,
        [Values] bool isAsync)
    {
        var body = Body(size);
        using var node = new Node(_ => Node.CreateResponse(Node.Compress(body, encoding.ToLowerInvariant()), encoding));
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
    public async Task A_response_without_or_with_another_encoding_is_returned_unchanged([Values(null, "br", "identity", "gzip, gzip", "x-scylla")] string? encoding, [Values] bool isAsync)
    {
        var original = Node.CreateResponse([1, 2, 3], encoding);
        var content = original.Content;
        using var node = new Node(_ => original);
        using var chain = Chain(node);
        using var request = WireRequests.Put([]);
        using var response = await chain.SendAsync(request, isAsync);

        Assert.That(response.Content, Is.SameAs(content));
        Assert.That(response.Content.Headers.ContentLength, Is.EqualTo(3));
    }

    [Test]
    public async Task A_caller_that_sets_Accept_Encoding_receives_the_compressed_response([Values("gzip", "identity", "br;q=0.5")] string accepted, [Values] bool isAsync)
    {
        var compressed = Node.Compress(Body(5000), "gzip");
        using var node = new Node(_ => Node.CreateResponse(compressed, "gzip"));
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
    public async Task A_signed_request_accepts_compression_unless_its_signature_covers_the_header(string signedHeaders, string? expected)
    {
        using var node = new Node();
        using var chain = Chain(node);
        using var request = WireRequests.SignedPut([], signedHeaders);
        using var response = await chain.SendAsync(request);

        Assert.That(node.Received[0]["Accept-Encoding"], Is.EqualTo(expected));
    }

    [Test]
    public async Task A_response_of_several_gzip_members_is_decompressed_completely()
    {
        byte[] members = [.. Node.Compress(Body(9000), "gzip"), .. Node.Compress(Body(10), "gzip")];
        using var node = new Node(_ => Node.CreateResponse(members, "gzip"));
        using var chain = Chain(node);
        using var request = WireRequests.Put([]);
        using var response = await LoadAsync(chain, request);

        Assert.That(await response.Content.ReadAsByteArrayAsync(), Is.EqualTo(Body(9000).Concat(Body(10))));
    }

    [Test]
    public async Task A_truncated_compressed_response_fails_with_the_name_of_the_node([Values("gzip", "deflate")] string encoding, [Values(1, 20, 300, 20_000)] int size, [Values] bool isAsync)
    {
        var whole = Node.Compress(Body(size), encoding);
        for (var length = 0; length < whole.Length; length += length < 40 || length > whole.Length - 40 ? 1 : whole.Length / 50)
        {
            var failure = await GetFailureAsync(whole[..length], encoding, isAsync);
            Assert.That(failure, Is.InstanceOf<HttpIOException>().With.Property(nameof(HttpIOException.HttpRequestError)).EqualTo(HttpRequestError.InvalidResponse), $"{length} of {whole.Length} bytes");
            Assert.That(failure!.Message, Does.StartWith("The response of 10.0.0.1:8000 cannot be decompressed: "));
        }
    }

    [Test]
    public async Task A_complete_compressed_response_of_any_size_is_not_reported_as_truncated([Values("gzip", "deflate")] string encoding, [Values] bool isAsync)
    {
        // The data is incompressible, so that its end has many positions relative to the buffers of the decoder.
        var random = new Random(20261122);
        for (var size = 8100; size < 8300; size++)
        {
            var body = new byte[size];
            random.NextBytes(body);
            Assert.That(await GetFailureAsync(Node.Compress(body, encoding), encoding, isAsync), Is.Null, $"{size} bytes");
        }
    }

    [Test]
    public async Task A_response_with_a_wrong_encoding_or_damaged_data_fails([Values("gzip", "deflate")] string encoding, [Values] bool isAsync)
    {
        Assert.That(await GetFailureAsync("""{"Item":{}}"""u8.ToArray(), encoding, isAsync), Is.InstanceOf<HttpIOException>());
        Assert.That(await GetFailureAsync(Node.Compress(Body(500), encoding == "gzip" ? "deflate" : "gzip"), encoding, isAsync), Is.InstanceOf<HttpIOException>());
        var damaged = Node.Compress(Body(500), encoding);
        damaged[^2] ^= 1;
        Assert.That(await GetFailureAsync(damaged, encoding, isAsync), Is.InstanceOf<HttpIOException>());
    }

    [Test]
    public async Task A_response_of_raw_deflate_without_a_zlib_header_fails()
    {
        using var raw = new MemoryStream();
        await using (var deflate = new DeflateStream(raw, CompressionLevel.Optimal))
        {
            deflate.Write(Body(500));
        }

        Assert.That(await GetFailureAsync(raw.ToArray(), "deflate", isAsync: true), Is.InstanceOf<HttpIOException>());
    }

    [Test]
    public async Task A_decompression_bomb_is_streamed_without_more_memory_than_the_buffer([Values] bool isAsync)
    {
        const int size = 200_000_000;
        const int maxSize = 1_000_000;
        using var node = new Node(_ => Node.CreateResponse(DecompressionBomb.Create(size), "gzip"));
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

    private static async Task<Exception?> GetFailureAsync(byte[] body, string encoding, bool isAsync)
    {
        using var node = new Node(_ => Node.CreateResponse(body, encoding));
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
