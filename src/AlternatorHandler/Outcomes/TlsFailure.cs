using System.Net.Sockets;
using System.Security.Authentication;

namespace AlternatorHandler.Outcomes;

/// <summary>Describes why a TLS handshake failed.</summary>
internal static class TlsFailure
{
    private const string Alert = " alert ";

    public static string Describe(Exception exception)
    {
        var innermost = exception;
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            innermost = inner;
            if (inner is ServerCertificateException certificate)
            {
                return certificate.Reason;
            }
        }

        return innermost switch
        {
            SocketException socket => FailureReason.FromSocketError(socket.SocketErrorCode),
            _ when FindAlert(innermost.Message) is { } alert => $"the node sent the alert '{alert}'",
            AuthenticationException => innermost.Message.TrimEnd('.'),
            IOException => "the node closed the connection",
            _ => innermost.Message.TrimEnd('.'),
        };
    }

    /// <summary>Describes a node's rejection of this client that arrived after the client had completed the handshake, or returns <see langword="null"/> if the exception has a different cause.</summary>
    /// <remarks>
    /// With TLS 1.3, a client that the node rejects receives the alert instead of a response. Alerts about certificates are sent only during the handshake, so the node has not read the request.
    /// Only platforms with OpenSSL name the alert.
    /// </remarks>
    public static string? FindLateRejection(Exception exception)
    {
        for (var inner = exception.InnerException; inner is not null; inner = inner.InnerException)
        {
            if (FindAlert(inner.Message) is { } alert
                && (alert.Contains("certificate", StringComparison.Ordinal) || alert is "unknown ca" or "access denied" or "handshake failure" or "decrypt error"))
            {
                return $"TLS handshake failed: the node sent the alert '{alert}'";
            }
        }

        return null;
    }

    /// <summary>Finds the alert that OpenSSL names in its error message, such as "certificate required".</summary>
    private static string? FindAlert(string message) =>
        message.IndexOf(Alert, StringComparison.Ordinal) is var index and >= 0 ? message[(index + Alert.Length)..].TrimEnd('.') : null;
}
