using System.Net.Sockets;
using System.Security.Authentication;

namespace AlternatorHandler.Outcomes;

/// <summary>The words for why a TLS handshake failed.</summary>
internal static class TlsFailure
{
    private const string Alert = " alert ";

    public static string Of(Exception exception)
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
            SocketException socket => FailureReason.OfSocket(socket.SocketErrorCode),
            _ when AlertIn(innermost.Message) is { } alert => $"the node answered with the alert '{alert}'",
            AuthenticationException => innermost.Message.TrimEnd('.'),
            IOException => "the node closed the connection",
            _ => innermost.Message.TrimEnd('.'),
        };
    }

    /// <summary>Gets the words for a node's refusal of this client that came after the client had taken the handshake for done, or <see langword="null"/> if this is none.</summary>
    /// <remarks>
    /// With TLS 1.3 a client that the node does not let in learns it instead of a reply. Alerts about certificates are sent by handshakes only: nothing of the request was read.
    /// Other platforms than those with OpenSSL do not name the alert.
    /// </remarks>
    public static string? LateRefusal(Exception exception)
    {
        for (var inner = exception.InnerException; inner is not null; inner = inner.InnerException)
        {
            if (AlertIn(inner.Message) is { } alert
                && (alert.Contains("certificate", StringComparison.Ordinal) || alert is "unknown ca" or "access denied" or "handshake failure" or "decrypt error"))
            {
                return $"TLS handshake failed: the node answered with the alert '{alert}'";
            }
        }

        return null;
    }

    /// <summary>Gets the alert that OpenSSL names in its error, such as "certificate required".</summary>
    private static string? AlertIn(string message) =>
        message.IndexOf(Alert, StringComparison.Ordinal) is var index and >= 0 ? message[(index + Alert.Length)..].TrimEnd('.') : null;
}
