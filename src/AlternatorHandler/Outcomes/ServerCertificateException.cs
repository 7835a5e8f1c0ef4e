using System.Security.Authentication;

namespace AlternatorHandler.Outcomes;

/// <summary>A node's certificate was not accepted.</summary>
/// <param name="reason">Why, in a few words.</param>
internal sealed class ServerCertificateException(string reason) : AuthenticationException($"The node's certificate is not accepted: {reason}.")
{
    public string Reason => reason;
}
