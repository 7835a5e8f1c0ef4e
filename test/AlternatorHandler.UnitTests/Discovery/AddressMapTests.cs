using AlternatorHandler.Discovery;
using AlternatorHandler.UnitTests.Support;
using Microsoft.Extensions.Logging.Testing;

namespace AlternatorHandler.UnitTests.Discovery;

public sealed class AddressMapTests
{
    private static readonly Uri Listed = TestNodes.Address("10.0.0.1");

    private readonly FakeLogger _log = new();

    [Test]
    public void Without_a_map_nodes_are_where_they_are_listed()
    {
        var map = new AddressMap(null, _log);

        Assert.That((map.Map(Listed), map.CanMap(Listed)), Is.EqualTo((Listed, true)));
    }

    [Test]
    public void A_node_is_at_the_mapped_host_and_port_and_nothing_else_of_the_address_counts()
    {
        var map = new AddressMap(listed => new Uri($"http://user@{listed.Host.Replace('.', '-')}.nat.example:9000/path?query"), _log);

        Assert.That(map.Map(Listed), Is.EqualTo(new Uri("http://10-0-0-1.nat.example:9000/")));
        Assert.That(map.CanMap(Listed), Is.True);
        Assert.That(_log.Messages, Is.Empty);
    }

    [TestCase("https://10.0.0.1:8000/", Description = "not even a stronger one: the port is another's")]
    [TestCase("ftp://10.0.0.1:8000/")]
    [TestCase("/relative")]
    [TestCase(null)]
    public void A_map_to_what_is_no_address_of_the_scheme_is_logged_and_not_followed(string? mapped)
    {
        var map = new AddressMap(_ => mapped is null ? null! : new Uri(mapped, UriKind.RelativeOrAbsolute), _log);

        Assert.That((map.Map(Listed), map.CanMap(Listed)), Is.EqualTo((Listed, false)));
        Assert.That(_log.Messages.Single(), Does.Contain("10.0.0.1").And.Contain($"'{mapped}' is no http address"));
    }

    [Test]
    public void A_map_that_throws_is_logged_with_its_words()
    {
        var map = new AddressMap(_ => throw new InvalidOperationException("no such NAT"), _log);

        Assert.That((map.Map(Listed), map.CanMap(Listed)), Is.EqualTo((Listed, false)));
        Assert.That(_log.Messages.Single(), Does.Contain("no such NAT"));
    }
}
