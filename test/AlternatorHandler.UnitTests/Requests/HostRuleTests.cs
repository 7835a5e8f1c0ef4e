using AlternatorHandler.Requests;

namespace AlternatorHandler.UnitTests.Requests;

public sealed class HostRuleTests
{
    private static readonly Uri Address = new("http://alternator.example:8000/");

    [TestCase(null, false, null, null)]
    [TestCase(null, false, "configured.example", "configured.example")]
    [TestCase("own.example", false, "configured.example", "own.example")]
    [TestCase("own.example", true, "configured.example", "own.example")]
    [TestCase(null, true, null, "alternator.example:8000")]
    [TestCase(null, true, "configured.example", "alternator.example:8000")]
    public void The_host_of_the_request_precedes_the_signed_host_and_the_configured_host(string? own, bool isSigned, string? configured, string? expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Address);
        request.Headers.Host = own;
        if (isSigned)
        {
            request.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=a/20260101/r/dynamodb/aws4_request, SignedHeaders=host, Signature=0");
        }

        Assert.That(HostRule.GetHost(request, Address, configured), Is.EqualTo(expected));
    }

    [TestCase("https://alternator.example:8043", false, null, "alternator.example:8043")]
    [TestCase("https://alternator.example:8043", false, "configured.example", "configured.example")]
    [TestCase("https://alternator.example:8043", true, null, null)]
    [TestCase("http://alternator.example:8000", false, null, null)]
    [TestCase("https://10.0.0.1:8043", false, null, null)]
    public void Over_https_the_name_of_the_first_seed_is_the_host_unless_the_library_signs(string seed, bool signs, string? configured, string? expected)
    {
        var options = new AlternatorOptions { HostHeader = configured, Seeds = { new Uri(seed), new Uri("https://second.example:8043") } };
        options.Credentials = signs ? new AlternatorCredentials("alternator", "secret") : null;

        Assert.That(HostRule.GetConfigured(options), Is.EqualTo(expected));
    }
}
