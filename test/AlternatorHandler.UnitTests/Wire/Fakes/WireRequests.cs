using System.Text;

namespace AlternatorHandler.UnitTests.Wire.Fakes;

internal static class WireRequests
{
    public const string Agent = "aws-sdk-dotnet-coreclr/4.0 ua/2.1 os/linux";

    public static byte[] Item(int size) =>
        Encoding.UTF8.GetBytes($$$$"""{"TableName":"Orders","Item":{"Id":{"S":"{{{{new string('x', size)}}}}"}}}""")[..size];

    /// <summary>Creates a request as the AWS SDK does before it signs.</summary>
    public static HttpRequestMessage Put(byte[] body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "http://10.0.0.1:8000/") { Content = new ReadOnlyMemoryContent(body) };
        request.Headers.Add("X-Amz-Target", "DynamoDB_20120810.PutItem");
        request.Headers.TryAddWithoutValidation("x-amz-api-version", "2012-08-10");
        request.Headers.TryAddWithoutValidation("User-Agent", Agent);
        request.Headers.TryAddWithoutValidation("amz-sdk-invocation-id", "4711");
        request.Headers.TryAddWithoutValidation("amz-sdk-request", "attempt=1; max=1");
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/x-amz-json-1.0");
        return request;
    }

    public static HttpRequestMessage SignedPut(byte[] body, string signedHeaders = "content-type;host;x-amz-api-version;x-amz-date;x-amz-target")
    {
        var request = Put(body);
        request.Headers.TryAddWithoutValidation("X-Amz-Date", "20261122T120000Z");
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"AWS4-HMAC-SHA256 Credential=a/20261122/us-east-1/dynamodb/aws4_request, SignedHeaders={signedHeaders}, Signature=00");
        return request;
    }
}
