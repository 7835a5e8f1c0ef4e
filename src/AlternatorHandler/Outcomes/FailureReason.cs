using System.Net.Sockets;

namespace AlternatorHandler.Outcomes;

/// <summary>Provides the short descriptions of connection failures for logs, errors and node states.</summary>
internal static class FailureReason
{
    public static string FromException(Exception exception)
    {
        if (exception is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError })
        {
            return $"TLS handshake failed: {TlsFailure.Describe(exception)}";
        }

        if (exception is HttpRequestException && TlsFailure.FindLateRejection(exception) is { } refusal)
        {
            return refusal;
        }

        var socketError = FindSocketError(exception);
        if (exception is OperationCanceledException { InnerException: TimeoutException })
        {
            return socketError == SocketError.TimedOut ? "connect timed out" : "TLS handshake timed out";
        }

        return socketError is { } error ? FromSocketError(error) : exception switch
        {
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "name not found",
            IOException { InnerException: InvalidDataException } => "the response cannot be decompressed",
            HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } or HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } => "connection closed before the end of the response",
            HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } or HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse } => "the response is not HTTP",
            HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => "the response exceeds a limit",
            HttpRequestException or IOException => "connection failed",
            _ => exception.GetType().Name,
        };
    }

    private static SocketError? FindSocketError(Exception exception)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is SocketException socket)
            {
                return socket.SocketErrorCode;
            }
        }

        return null;
    }

    public static string FromSocketError(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "connection refused",
        SocketError.ConnectionReset or SocketError.Shutdown or SocketError.ConnectionAborted or SocketError.NotConnected => "connection reset",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable => "unreachable",
        SocketError.HostNotFound or SocketError.NoData => "name not found",
        SocketError.TimedOut => "timed out",
        _ => $"socket error {error}",
    };
}
