using AlternatorHandler.Discovery;
using AlternatorHandler.UnitTests.Support;
using Microsoft.Extensions.Logging.Testing;

namespace AlternatorHandler.UnitTests.Discovery;

public sealed class AddressMapTests
{
    private static readonly Uri Listed = TestNodes.Address("10.0.0.1");

    private readonly FakeLogger _log = new();

    [Test]
    public void Without_a_map_nodes_have_their_listed_addresses()
    {
        var map = new AddressMap(null, _log);

        Assert.That((map.Map(Listed), map.CanMap(Listed)), Is.EqualTo((Listed, true)));
    }

    [Test]
    public void Only_the_host_and_port_of_a_mapped_address_are_used()
    {
        var map = new AddressMap(listed => new Uri($"http://user@{listed.Host.Replace('.', '-')}.nat.example:9000/path?query"), _log);

        Assert.That(map.Map(Listed), Is.EqualTo(new Uri("http://10-0-0-1.nat.example:9000/")));
        Assert.That(map.CanMap(Listed), Is.True);
        Assert.That(_log.Messages, Is.Empty);
    }

    [TestCase("https://10.0.0.1:8000/", Description = "https is rejected as well, because it uses another port")]
    [TestCase("ftp://10.0.0.1:8000/")]
    [TestCase("/relative")]
    [TestCase(null)]
    public void A_map_to_another_scheme_or_to_no_absolute_address_is_logged_and_ignored(string? mapped)
    {
        var map = new AddressMap(_ => mapped is null ? null! : new Uri(mapped, UriKind.RelativeOrAbsolute), _log);

        Assert.That((map.Map(Listed), map.CanMap(Listed)), Is.EqualTo((Listed, false)));
        Assert.That(_log.Messages.Single(), Does.Contain("10.0.0.1").And.Contain($"'{mapped}' is not an http address"));
    }

    [Test]
    public void The_exception_of_a_map_is_logged_with_its_message()
    {
        var map = new AddressMap(_ => throw new InvalidOperationException("no such NAT"), _log);

        Assert.That((map.Map(Listed), map.CanMap(Listed)), Is.EqualTo((Listed, false)));
        Assert.That(_log.Messages.Single(), Does.Contain("no such NAT"));
    }
}
