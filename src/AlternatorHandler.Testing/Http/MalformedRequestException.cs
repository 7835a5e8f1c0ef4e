namespace AlternatorHandler.Testing.Http;

/// <summary>Bytes that are no HTTP request: answered by the HTTP layer, in plain text, and the connection is closed.</summary>
internal sealed class MalformedRequestException(int statusCode, string message) : Exception(message)
{
    public int StatusCode { get; } = statusCode;
}
