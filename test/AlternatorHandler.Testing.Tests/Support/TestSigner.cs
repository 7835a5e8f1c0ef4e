using System.Security.Cryptography;
using System.Text;

namespace AlternatorHandler.Testing.Tests.Support;

/// <summary>Signs requests as AWS documents it. Tests can change each part of the signature.</summary>
internal sealed record TestSigner(string Date, string Body = "{}")
{
    public string User { get; init; } = "alternator";

    public string Secret { get; init; } = "secret";

    public string SignedHeaders { get; init; } = "host;x-amz-date;x-amz-target";

    public string CredentialDate { get; init; } = Date[..Math.Min(8, Date.Length)];

    public string Separator { get; init; } = ", ";

    /// <summary>Gets the lines of the signed headers in the canonical request.</summary>
    public string[] CanonicalHeaders { get; init; } = ["host:node", $"x-amz-date:{Date}", "x-amz-target:DynamoDB_20120810.ListTables"];

    public string AuthorizationHeader()
    {
        var scope = $"{CredentialDate}/us-east-1/dynamodb/aws4_request";
        var canonical = $"POST\n/\n\n{string.Concat(CanonicalHeaders.Select(line => line + "\n"))}\n{SignedHeaders}\n{Hash(Body)}";
        var key = Encoding.UTF8.GetBytes("AWS4" + Secret);
        foreach (var part in scope.Split('/'))
        {
            key = Mac(key, part);
        }

        var signature = Convert.ToHexStringLower(Mac(key, $"AWS4-HMAC-SHA256\n{Date}\n{scope}\n{Hash(canonical)}"));
        return $"AWS4-HMAC-SHA256 Credential={User}/{scope}{Separator}SignedHeaders={SignedHeaders}{Separator}Signature={signature}";
    }

    public string Request(params string[] moreHeaders) =>
        RawClient.Post("ListTables", Body, [$"X-Amz-Date: {Date}", $"Authorization: {AuthorizationHeader()}", "Connection: close", .. moreHeaders]);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.Latin1.GetBytes(text)));

    private static byte[] Mac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.Latin1.GetBytes(text));
}
