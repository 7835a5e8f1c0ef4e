using AlternatorHandler.Testing.Http;

namespace AlternatorHandler.Testing.Authorization;

/// <summary>Who signed, and for what: <c>user/yyyymmdd/region/service/aws4_request</c>. Region and service are free text that only goes into the key.</summary>
internal sealed record CredentialScope(string User, string Date, string Region, string Service)
{
    public static CredentialScope Parse(string credential) => credential.Split('/') is [var user, var date, var region, var service, _]
        ? new CredentialScope(user, date, region, service)
        : throw new ApiException(400, "ValidationException", $"Incorrect credential information format: {credential}");
}
