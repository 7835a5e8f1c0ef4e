using System.Security.Authentication;

namespace AlternatorHandler.Outcomes;

/// <summary>The exception that is thrown when a node's certificate is not accepted.</summary>
/// <param name="reason">A short reason, which is part of the message.</param>
internal sealed class ServerCertificateException(string reason) : AuthenticationException($"The node's certificate is not accepted: {reason}.")
{
    public string Reason => reason;
}
