using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace AlternatorHandler.UnitTests.Options;

public sealed class AlternatorCredentialsTests
{
    private readonly AlternatorCredentials _credentials = new("alternator", "hush") { SessionToken = "hush-hush" };

    [Test]
    public void The_string_form_of_credentials_contains_the_user_and_never_the_secret()
    {
        Assert.Multiple(() =>
        {
            Assert.That(_credentials.ToString(), Is.EqualTo("alternator"));
            Assert.That($"{_credentials}", Does.Not.Contain("hush"));
            Assert.That(JsonSerializer.Serialize(_credentials), Is.EqualTo("""{"User":"alternator"}"""));
        });
    }

    [Test]
    public void The_debugger_display_of_credentials_contains_no_secret()
    {
        var hidden = typeof(AlternatorCredentials).GetProperties()
            .Where(p => p.GetCustomAttribute<DebuggerBrowsableAttribute>()?.State == DebuggerBrowsableState.Never)
            .Select(p => p.Name);

        Assert.Multiple(() =>
        {
            Assert.That(typeof(AlternatorCredentials).GetCustomAttribute<DebuggerDisplayAttribute>()!.Value, Is.EqualTo("{ToString(),nq}"));
            Assert.That(hidden, Is.EquivalentTo(["Secret", "SessionToken"]));
        });
    }

    [TestCase("", "secret")]
    [TestCase("user", "")]
    [TestCase("a/b", "hush")]
    [TestCase("a b", "hush")]
    [TestCase("a,b", "hush")]
    [TestCase("a=b", "hush")]
    [TestCase("a\r\nb", "hush")]
    [TestCase("Jürgen", "hush")]
    public void Credentials_that_a_signature_cannot_contain_are_rejected_without_the_secret(string user, string secret)
    {
        Assert.That(() => new AlternatorCredentials(user, secret), Throws.InstanceOf<ArgumentException>().With.Message.Not.Contain("hush"));
    }

    [TestCase("")]
    [TestCase("hush\r\nX-Injected: 1")]
    public void A_session_token_that_a_header_cannot_contain_is_rejected_without_the_token(string token)
    {
        Assert.That(() => new AlternatorCredentials("user", "secret") { SessionToken = token }, Throws.ArgumentException.With.Message.Not.Contain("hush"));
    }

    [Test]
    public void Credentials_are_bound_from_configuration()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["User"] = "alternator", ["Secret"] = "hush", ["SessionToken"] = "token" })
            .Build();

        var bound = configuration.Get<AlternatorCredentials>()!;

        Assert.That((bound.User, bound.Secret, bound.SessionToken), Is.EqualTo(("alternator", "hush", "token")));
    }
}
