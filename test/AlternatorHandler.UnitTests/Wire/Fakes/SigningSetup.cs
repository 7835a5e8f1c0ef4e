using AlternatorHandler.Options;
using AlternatorHandler.Wire.Signing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AlternatorHandler.UnitTests.Wire.Fakes;

internal static class SigningSetup
{
    public static readonly AlternatorCredentials Credentials = new("alternator", "$6$salted.hash/of+the=role");

    public static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public static HttpMessageInvoker Invoker(HttpMessageHandler inner, TimeProvider? time = null, IAlternatorCredentialsProvider? provider = null, SigningClock? clock = null) =>
        new(new SigningHandler(
            provider ?? new StaticCredentialsProvider(Credentials),
            clock ?? new SigningClock(),
            SigningHandler.DefaultRegion,
            time ?? new FakeTimeProvider(Noon),
            NullLogger.Instance)
        {
            InnerHandler = inner,
        });

    public static HttpRequestMessage GetItem(string node = "http://10.0.0.1:8000/")
    {
        var body = """{"TableName":"orders","Key":{"id":{"S":"order-4711"}},"ConsistentRead":true}"""u8.ToArray();
        var request = new HttpRequestMessage(HttpMethod.Post, node) { Content = new ReadOnlyMemoryContent(body) };
        request.Headers.Add("X-Amz-Target", "DynamoDB_20120810.GetItem");
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/x-amz-json-1.0");
        return request;
    }

    public static string? Verify(this WireMessage message, DateTimeOffset? now = null) =>
        ReferenceVerifier.Verify(message, Credentials.User, Credentials.Secret, now ?? Noon);
}
