using AlternatorHandler.Wire.Signing;

namespace AlternatorHandler.UnitTests.Wire.Signing;

public sealed class SignedHeaderNamesTests
{
    [TestCase("AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host;user-agent;x-amz-date, Signature=00")]
    [TestCase("AWS4-HMAC-SHA256 Credential=a/b/c/d/e,SignedHeaders=host;user-agent;x-amz-date,Signature=00")]
    [TestCase("AWS4-HMAC-SHA256 Signature=00 SignedHeaders=host;user-agent;x-amz-date Credential=a/b/c/d/e")]
    [TestCase("AWS4-HMAC-SHA256 SignedHeaders=user-agent")]
    public void The_signed_header_names_are_parsed_from_any_form_of_the_header(string authorization)
    {
        var names = Parse(authorization);

        Assert.That(names.IsSigned, Is.True);
        Assert.That(names.Contains("User-Agent"), Is.True);
        Assert.That(names.Contains("agent"), Is.False);
        Assert.That(names.Contains("Signature"), Is.False);
    }

    [TestCase("Basic dXNlcjpwYXNz")]
    [TestCase("AWS4-HMAC-SHA256 SignedHeaders=")]
    public void A_request_with_an_authorization_that_covers_no_header_counts_as_signed(string authorization)
    {
        Assert.That(Parse(authorization).IsSigned, Is.True);
        Assert.That(Parse(authorization).Contains("Host"), Is.False);
    }

    [Test]
    public void A_request_without_an_Authorization_header_is_not_signed()
    {
        using var request = new HttpRequestMessage();

        Assert.That(SignedHeaderNames.FromRequest(request).IsSigned, Is.False);
        Assert.That(SignedHeaderNames.FromRequest(request).Contains("Host"), Is.False);
    }

    private static SignedHeaderNames Parse(string authorization)
    {
        using var request = new HttpRequestMessage();
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return SignedHeaderNames.FromRequest(request);
    }
}
