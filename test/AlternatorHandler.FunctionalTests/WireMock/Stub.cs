using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;

namespace AlternatorHandler.FunctionalTests.WireMock;

/// <summary>Requests and responses of the DynamoDB API, for stubs.</summary>
internal static class Stub
{
    /// <summary>Matches the requests of an operation.</summary>
    public static IRequestBuilder Operation(string name) =>
        Request.Create().WithPath("/").UsingPost().WithHeader("X-Amz-Target", $"DynamoDB_20120810.{name}");

    /// <summary>Returns a successful response. It suits all operations of these tests.</summary>
    public static IResponseBuilder Success() => Json(200, """{"Item":{"Id":{"S":"a"}}}""");

    /// <summary>Returns an error as a node does.</summary>
    public static IResponseBuilder Error(int status, string type) =>
        Json(status, $$"""{"__type":"com.amazonaws.dynamodb.v20120810#{{type}}","message":"stubbed"}""");

    /// <summary>Returns a response that is lost on its way: the connection is reset.</summary>
    public static IResponseBuilder Lost(ResetPoint point) =>
        Success().WithHeader(ConnectionReset.Header, point.ToString());

    private static IResponseBuilder Json(int status, string body) =>
        Response.Create().WithStatusCode(status).WithHeader("Content-Type", "application/x-amz-json-1.0").WithBody(body);
}
