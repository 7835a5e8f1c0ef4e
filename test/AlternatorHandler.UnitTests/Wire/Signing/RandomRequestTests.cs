using System.Globalization;
using System.Text;
using AlternatorHandler.UnitTests.Wire.Fakes;
using FsCheck;
using FsCheck.Fluent;

namespace AlternatorHandler.UnitTests.Wire.Signing;

public sealed class RandomRequestTests
{
    private static readonly Gen<string> Text =
        Gen.Elements("a", "Z", "7", " ", " ", "  ", ",", ";", ":", "=", "/", "\"", "é", "語", "\U0001F600").ArrayOf().Select(string.Concat);

    private static readonly Gen<string> HeaderName = Gen.Elements(
        "X-Amz-Target", "x-amz-target2", "X-AMZ-Meta_a", "X-Amz-Metaa", "X-Amz-Meta-A", "X-Amz-Api-Version", "x-amz-0", "x-amz-1", "x-amz-2", "x-amz-3", "x-amz-4",
        "X-Amz-Date", "User-Agent", "Accept", "X-Other", "amz-sdk-request");

    private static readonly Gen<string> Node = Gen.Elements(
        "http://10.0.0.1:8000/", "http://10.0.0.1/", "http://[::1]:8000/", "http://[fe80::2]/", "http://node-1.example:80/", "http://bücher.example:8043/", "http://NODE.example:8000/a%20b?c=d");

    private static readonly Gen<Func<HttpContent?>> Body = Gen.OneOf(
        Gen.Constant<Func<HttpContent?>>(() => null),
        Text.Select<string, Func<HttpContent?>>(t => () => new StringContent(t)),
        Text.Select<string, Func<HttpContent?>>(t => () => new ReadOnlyMemoryContent(Encoding.UTF8.GetBytes(t))),
        Text.Select<string, Func<HttpContent?>>(t => () => new StreamContent(new OneWayStream(Encoding.UTF8.GetBytes(t)))),
        Text.Select<string, Func<HttpContent?>>(t => () => new FormUrlEncodedContent([new("text", t)])),
        Text.Select<string, Func<HttpContent?>>(t => () => new MultipartContent("mixed", "boundary") { new StringContent(t), new ByteArrayContent([1, 2, 3]) }),
        Gen.Choose(0, 300_000).Select<int, Func<HttpContent?>>(n => () => new ByteArrayContent(Enumerable.Range(0, n).Select(i => (byte)(i * 31)).ToArray())));

    private static readonly Gen<Func<HttpRequestMessage>> Request =
        from node in Node
        from method in Gen.Elements("POST", "POST", "GET", "post", "patch", "X-own")
        from headers in HeaderName.Zip(Text).ArrayOf()
        from contentHeaders in Gen.Elements("Content-Type", "X-Amz-Target", "Content-Language").Zip(Text).ArrayOf()
        from host in Gen.Elements(null, null, "alternator.example", "alternator.example:8000")
        from body in Body
        select (Func<HttpRequestMessage>)(() => Build(node, method, headers, contentHeaders, host, body()));

    [Test]
    public void A_node_accepts_the_signature_of_a_random_request([Values] bool sync)
    {
        Prop.ForAll(Request.ToArbitrary(), async request => await VerifyAsync(request, sync) is null)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(60));
    }

    private static async Task<string?> VerifyAsync(Func<HttpRequestMessage> build, bool sync)
    {
        using var wire = new WireTap();
        using var invoker = SigningSetup.Invoker(wire.Handler);
        using var request = build();
        using var response = sync
            ? invoker.Send(request, default)
            : await invoker.SendAsync(request, default);
        var message = wire.Message;
        var error = message["Transfer-Encoding"] is null ? message.Verify() : "the body became chunked";
        if (error is not null)
        {
            TestContext.Out.WriteLine(error + "\n\n" + string.Join('\n', message.Headers));
        }

        return error;
    }

    private static HttpRequestMessage Build(string node, string method, (string, string)[] headers, (string, string)[] contentHeaders, string? host, HttpContent? body)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), node) { Content = body };
        request.Headers.Host = host;
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        foreach (var (name, value) in contentHeaders)
        {
            body?.Headers.TryAddWithoutValidation(name, value);
        }

        request.Headers.TryAddWithoutValidation("X-Count", headers.Length.ToString(CultureInfo.InvariantCulture));
        return request;
    }
}
