using System.Net.Http.Headers;
using System.Text;

namespace AlternatorHandler.FunctionalTests;

/// <summary>Requests as a typed client without the AWS SDK writes them.</summary>
internal static class AlternatorRequest
{
    public static HttpRequestMessage Of(string operation, string json) => Of(operation, new ByteArrayContent(Encoding.UTF8.GetBytes(json)));

    public static HttpRequestMessage Of(string operation, HttpContent content)
    {
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.0");
        return new HttpRequestMessage(HttpMethod.Post, "/") { Headers = { { "X-Amz-Target", $"DynamoDB_20120810.{operation}" } }, Content = content };
    }

    public static HttpRequestMessage ListTables() => Of("ListTables", "{}");

    public static HttpRequestMessage Get(string id) => Of("GetItem", $$$$"""{"TableName":"Orders","Key":{"Id":{"S":"{{{{id}}}}"}}}""");

    public static HttpRequestMessage Put(string id) => Of("PutItem", $$$$"""{"TableName":"Orders","Item":{"Id":{"S":"{{{{id}}}}"},"Amount":{"N":"1"}}}""");
}
