using System.Net;
using AlternatorHandler.Requests;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Requests;

public sealed class RequestCopyTests
{
    private static readonly HttpRequestOptionsKey<string> Key = new("mine");

    [Test]
    public async Task A_copy_of_a_request_equals_the_original_in_everything_that_is_sent()
    {
        using var request = TestCall.Request("GetItem", new StringContent("{\"a\":1}"));
        request.Version = HttpVersion.Version20;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        request.Headers.TryAddWithoutValidation("X-Odd", ["a", "b"]);
        request.Content!.Headers.TryAddWithoutValidation("Content-Odd", "c");
        request.Options.Set(Key, "value");

        using var copy = await RequestCopy.CloneAsync(request, request.RequestUri!, CancellationToken.None);

        Assert.That((copy.Method, copy.RequestUri, copy.Version, copy.VersionPolicy), Is.EqualTo((request.Method, request.RequestUri, request.Version, request.VersionPolicy)));
        Assert.That(copy.Headers.ToString(), Is.EqualTo(request.Headers.ToString()));
        Assert.That(copy.Content!.Headers.ToString(), Is.EqualTo(request.Content.Headers.ToString()));
        Assert.That(await copy.Content.ReadAsStringAsync(), Is.EqualTo("{\"a\":1}"));
        Assert.That(copy.Options.TryGetValue(Key, out var value) ? value : null, Is.EqualTo("value"));
    }

    [Test]
    public async Task The_copy_of_a_request_without_a_body_has_no_body()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://service/");

        using var copy = await RequestCopy.CloneAsync(request, request.RequestUri!, CancellationToken.None);

        Assert.That(copy.Content, Is.Null);
    }
}
