using AlternatorHandler.Testing.Http;

namespace AlternatorHandler.Testing.Authorization;

/// <summary>Represents the credential of a signature: <c>user/yyyymmdd/region/service/aws4_request</c>. The region and the service may be any text; they are only used to derive the key.</summary>
internal sealed record CredentialScope(string User, string Date, string Region, string Service)
{
    public static CredentialScope Parse(string credential) => credential.Split('/') is [var user, var date, var region, var service, _]
        ? new CredentialScope(user, date, region, service)
        : throw new ApiException(400, "ValidationException", $"Incorrect credential information format: {credential}");
}
