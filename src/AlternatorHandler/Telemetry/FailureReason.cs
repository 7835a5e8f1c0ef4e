using System.Net.Sockets;

namespace AlternatorHandler.Telemetry;

/// <summary>The few words that logs, errors and node states use for what went wrong on a connection.</summary>
internal static class FailureReason
{
    public static string Of(Exception exception)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is SocketException socket)
            {
                return OfSocket(socket.SocketErrorCode);
            }
        }

        return exception switch
        {
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "name not found",
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "TLS handshake failed",
            IOException { InnerException: InvalidDataException } => "the reply cannot be decompressed",
            HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } or HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } => "connection closed before the end of the reply",
            HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } or HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse } => "the reply is not HTTP",
            OperationCanceledException { InnerException: TimeoutException } => "connect timed out",
            HttpRequestException or IOException => "connection failed",
            _ => exception.GetType().Name,
        };
    }

    private static string OfSocket(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "connection refused",
        SocketError.ConnectionReset or SocketError.Shutdown or SocketError.ConnectionAborted => "connection reset",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable => "unreachable",
        SocketError.HostNotFound or SocketError.NoData => "name not found",
        SocketError.TimedOut => "timed out",
        _ => $"socket error {error}",
    };
}
