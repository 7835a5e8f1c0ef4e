namespace AlternatorHandler.Testing.Http;

/// <summary>The exception that is thrown when the received bytes are not an HTTP request. The response is plain text, and the connection is closed.</summary>
internal sealed class MalformedRequestException(int statusCode, string message) : Exception(message)
{
    public int StatusCode { get; } = statusCode;
}
