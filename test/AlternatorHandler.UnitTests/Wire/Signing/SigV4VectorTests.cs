using System.Security.Cryptography;
using System.Text;
using AlternatorHandler.Wire.Signing;

namespace AlternatorHandler.UnitTests.Wire.Signing;

/// <summary>Verifies the vectors of the Signature Version 4 test suite of AWS that have the path and query that the library signs.</summary>
public sealed class SigV4VectorTests
{
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private const string Host = "Host:example.amazonaws.com";
    private const string Date = "X-Amz-Date:20150830T123600Z";

    private const string Token =
        "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";

    [TestCase("get-vanilla", "GET", "", "host;x-amz-date", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31", Date, Host)]
    [TestCase("post-vanilla", "POST", "", "host;x-amz-date", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b", Date, Host)]
    [TestCase("post-header-key-sort", "POST", "", "host;my-header1;x-amz-date", "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c", Date, "My-Header1:value1", Host)]
    [TestCase("post-header-value-case", "POST", "", "host;my-header1;x-amz-date", "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d", Date, "My-Header1:VALUE1", Host)]
    [TestCase("get-header-value-trim", "GET", "", "host;my-header1;my-header2;x-amz-date", "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736", Host, "My-Header1: value1", "My-Header2: \"a   b   c\"", Date)]
    [TestCase("get-header-key-duplicate", "GET", "", "host;my-header1;x-amz-date", "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea", Host, "My-Header1:value2", "My-Header1:value2", "My-Header1:value1", Date)]
    [TestCase("post-x-www-form-urlencoded", "POST", "Param1=value1", "content-type;host;x-amz-date", "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a", Date, Host, "Content-Type:application/x-www-form-urlencoded")]
    [TestCase("post-sts-header-before", "POST", "", "host;x-amz-date;x-amz-security-token", "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead", "X-Amz-Security-Token:" + Token, Date, Host)]
    public void A_request_of_the_AWS_test_suite_has_its_published_signature(string name, string method, string body, string signedHeaders, string signature, params string[] headers)
    {
        var time = new SigningTime(new DateTimeOffset(2015, 8, 30, 12, 36, 0, TimeSpan.Zero));
        var key = new SigningKey(new AlternatorCredentials("AKIDEXAMPLE", Secret), time.Date, "us-east-1", "service");
        var set = new SignedHeaderSet(new SignedHeader[1]);
        foreach (var header in headers)
        {
            var (field, value) = (header.Split(':', 2)[0], header.Split(':', 2)[1]);
            set.Insert(new SignedHeader(field, value));
        }

        var authorization = Authorization.Create(method, set.Items, SHA256.HashData(Encoding.UTF8.GetBytes(body)), time, key);
        set.Dispose();

        Assert.That(
            authorization,
            Is.EqualTo($"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders={signedHeaders}, Signature={signature}"),
            name);
    }

    [TestCase("20120215", "f4780e2d9f65fa895f9c67b32ce1baf0b0d8a43505a000a1a9e090d414db404d")]
    [TestCase("20150830", "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9")]
    public void The_signing_key_of_a_documented_secret_equals_the_documented_key(string date, string expected)
    {
        var key = new SigningKey(new AlternatorCredentials("AKIDEXAMPLE", Secret), date, "us-east-1", "iam");

        Assert.That(Convert.ToHexStringLower(key.Bytes), Is.EqualTo(expected));
    }
}
