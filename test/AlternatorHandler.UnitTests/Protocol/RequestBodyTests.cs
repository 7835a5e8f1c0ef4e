using System.Net.Http.Json;
using AlternatorHandler.Protocol;

namespace AlternatorHandler.UnitTests.Protocol;

public sealed class RequestBodyTests
{
    private static IEnumerable<TestCaseData> Bodies()
    {
        yield return Case("bytes", () => new ByteArrayContent("hello"u8.ToArray()));
        yield return Case("string", () => new StringContent("hello"));
        yield return Case("form", () => new FormUrlEncodedContent([new("hello", string.Empty)]));
        yield return Case("memory", () => new ReadOnlyMemoryContent("hello"u8.ToArray()));
        yield return Case("json", () => JsonContent.Create("hello"));
        yield return Case("seekable stream", () => new StreamContent(new MemoryStream("hello"u8.ToArray())));
        yield return Case("one-way stream", () => new StreamContent(new OneWayStream("hello"u8.ToArray())));
        yield return Case("multipart", () => new MultipartContent("mixed", "boundary") { new StreamContent(new OneWayStream("hello"u8.ToArray())) });
    }

    [TestCaseSource(nameof(Bodies))]
    public async Task A_replayable_body_is_the_same_each_time_it_is_sent(Func<HttpContent> create)
    {
        using var content = create();

        Assert.That(await RequestBody.EnsureReplayableAsync(content, 1024, CancellationToken.None), Is.True);

        var sent = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            using var wire = new MemoryStream();
            await content.CopyToAsync(wire);
            sent.Add(System.Text.Encoding.UTF8.GetString(wire.ToArray()));
        }

        Assert.That(sent, Is.All.EqualTo(sent[0]).And.All.Contains("hello"));
        Assert.That(content.Headers.ContentLength, Is.EqualTo(sent[0].Length), "a node reserves 32 MB for a body without a length");
    }

    [Test]
    public async Task A_request_without_a_body_is_replayable() => Assert.That(await RequestBody.EnsureReplayableAsync(null, 0, CancellationToken.None), Is.True);

    [Test]
    public async Task A_long_body_of_known_length_is_unchanged_and_not_replayable()
    {
        using var content = new StreamContent(new OneWayStream(new byte[100]));
        content.Headers.ContentLength = 100;

        Assert.That(await RequestBody.EnsureReplayableAsync(content, 99, CancellationToken.None), Is.False);
        Assert.That(await content.ReadAsByteArrayAsync(), Has.Length.EqualTo(100));
    }

    [Test]
    public async Task A_body_as_long_as_the_limit_is_replayable()
    {
        using var content = new StreamContent(new OneWayStream(new byte[100]));

        Assert.That(await RequestBody.EnsureReplayableAsync(content, 100, CancellationToken.None), Is.True);
    }

    [Test]
    public void A_long_body_of_unknown_length_is_rejected_with_the_name_of_the_option()
    {
        using var content = new StreamContent(new OneWayStream(new byte[101]));

        Assert.That(
            async () => await RequestBody.EnsureReplayableAsync(content, 100, CancellationToken.None),
            Throws.InstanceOf<HttpRequestException>()
                .With.Property("HttpRequestError").EqualTo(HttpRequestError.ConfigurationLimitExceeded)
                .And.Message.Contains("Retry:MaxBufferSize (100 bytes)"));
    }

    [Test]
    public void The_exception_of_a_body_that_cannot_be_read_is_the_inner_exception()
    {
        using var content = new StreamContent(new OneWayStream([]) { Failure = new IOException("disk") });

        Assert.That(async () => await RequestBody.EnsureReplayableAsync(content, 100, CancellationToken.None), Throws.InstanceOf<HttpRequestException>().With.InnerException.Message.EqualTo("disk"));
    }

    private static TestCaseData Case(string name, Func<HttpContent> create) => new TestCaseData(create).SetArgDisplayNames(name);
}
