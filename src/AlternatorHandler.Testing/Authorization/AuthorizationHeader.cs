using AlternatorHandler.Testing.Http;

namespace AlternatorHandler.Testing.Authorization;

/// <summary>Represents an <c>Authorization</c> header of AWS signature version 4, parsed as leniently as a node does.</summary>
internal sealed record AuthorizationHeader(string Credential, string SignedHeaders, string Signature)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    public static AuthorizationHeader Parse(string header)
    {
        var space = header.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0 || header[..space] != Algorithm)
        {
            throw new ApiException(400, "InvalidSignatureException", $"Authorization header must use {Algorithm} algorithm: {header}");
        }

        var parsed = new AuthorizationHeader("", "", "");
        foreach (var entry in header[(space + 1)..].Split([' ', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            parsed = entry.Split('=') switch
            {
                ["Credential", var value] => parsed with { Credential = value },
                ["SignedHeaders", var value] => parsed with { SignedHeaders = value },
                ["Signature", var value] => parsed with { Signature = value },
                _ => parsed,
            };
        }

        return parsed;
    }
}
