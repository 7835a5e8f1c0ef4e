using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Nodes;

public sealed class SortKeyTests
{
    [TestCase("http://10.0.0.1:8000/", "http://10.0.0.1:8000")]
    [TestCase("http://10.0.0.1/", "http://10.0.0.1:80")]
    [TestCase("https://10.0.0.1", "https://10.0.0.1:443")]
    [TestCase("http://[2001:db8::1]:8000", "http://[2001:db8::1]:8000")]
    [TestCase("https://[::1]/", "https://[::1]:443")]
    public void A_sort_key_always_contains_the_port_and_never_a_trailing_slash(string address, string expected) => Assert.That(TestNodes.SortKeys(address), Is.EqualTo([expected]));

    [Test]
    public void Sort_keys_are_ordered_by_their_characters() => Assert.That(
        TestNodes.SortKeys("http://10.0.0.1", "http://10.0.0.2", "http://10.0.0.10"),
        Is.EqualTo(["http://10.0.0.10:80", "http://10.0.0.1:80", "http://10.0.0.2:80"]));
}
