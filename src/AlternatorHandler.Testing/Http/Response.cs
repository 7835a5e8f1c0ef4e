using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AlternatorHandler.Testing.Http;

/// <summary>Represents a response.</summary>
internal sealed record Response(int StatusCode, string ContentType, ReadOnlyMemory<byte> Body)
{
    private const string ApiContentType = "application/x-amz-json-1.0";

    private static readonly byte[] NotFoundBody = "{\"message\": \"Not found\", \"code\": 404}"u8.ToArray();

    /// <summary>Gets the headers in addition to those of all responses.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Gets a value indicating whether the response has <c>Date</c> and <c>Connection</c> headers. A node omits them from the response with status 404.</summary>
    public bool HasDate { get; init; } = true;

    /// <summary>Gets a value indicating whether the body is sent in chunks.</summary>
    public bool IsStreamed { get; init; }

    public static Response Text(string body) => new(200, "text/plain", Encoding.Latin1.GetBytes(body));

    public static Response Json(string body) => new(200, "application/json", Encoding.UTF8.GetBytes(body));

    public static Response Api(int statusCode, ReadOnlyMemory<byte> body) => new(statusCode, ApiContentType, body);

    public static Response Error(ApiException error) => Error(error.StatusCode, error.Type, error.Message);

    public static Response Error(int statusCode, string type, string message)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("__type", $"com.amazonaws.dynamodb.v20120810#{type}");
            json.WriteString("message", message);
            json.WriteEndObject();
        }

        return Api(statusCode, body.ToArray());
    }

    public static Response NotFound() => new(404, "application/json", NotFoundBody) { HasDate = false };
}
