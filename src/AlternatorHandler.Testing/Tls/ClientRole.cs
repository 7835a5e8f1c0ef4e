using AlternatorHandler.Testing.Http;

namespace AlternatorHandler.Testing.Tls;

/// <summary>Who a client is by its certificate. On a connection that has one, signatures are not looked at.</summary>
internal static class ClientRole
{
    /// <exception cref="ApiException">The certificate names no user.</exception>
    public static void Verify(string role, string? subject, IDictionary<string, string> users)
    {
        if (role.Length == 0)
        {
            throw new ApiException(400, "UnrecognizedClientException", $"mTLS: client certificate subject '{subject}' did not match any auth_certificate_role_queries pattern");
        }

        if (!users.ContainsKey(role))
        {
            throw new ApiException(400, "UnrecognizedClientException", $"User not found: {role}");
        }
    }
}
