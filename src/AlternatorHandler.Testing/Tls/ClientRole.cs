using AlternatorHandler.Testing.Http;

namespace AlternatorHandler.Testing.Tls;

/// <summary>Verifies the user that a client certificate names. It replaces the signature.</summary>
internal static class ClientRole
{
    /// <exception cref="ApiException">The certificate does not name a user.</exception>
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
