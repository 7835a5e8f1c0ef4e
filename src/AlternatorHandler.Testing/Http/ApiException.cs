namespace AlternatorHandler.Testing.Http;

/// <summary>The exception that is thrown for an error that the response reports as DynamoDB does.</summary>
internal sealed class ApiException(int statusCode, string type, string message) : Exception(message)
{
    public int StatusCode { get; } = statusCode;

    public string Type { get; } = type;

    public static ApiException Internal(string message) => new(500, "InternalServerError", message);

    public static ApiException PayloadTooLarge(int limit) => new(413, "PayloadTooLarge", $"Request content length limit of {limit} bytes exceeded");
}
