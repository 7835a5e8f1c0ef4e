namespace AlternatorHandler.UnitTests.Routing.Affinity;

public sealed class AffinityNodeKeyTests
{
    [TestCase("http://10.0.0.1:8000/", "http://10.0.0.1:8000")]
    [TestCase("http://10.0.0.1/", "http://10.0.0.1:80")]
    [TestCase("https://10.0.0.1", "https://10.0.0.1:443")]
    [TestCase("http://[2001:db8::1]:8000", "http://[2001:db8::1]:8000")]
    [TestCase("https://[::1]/", "https://[::1]:443")]
    public void The_port_is_always_there_and_a_slash_never(string address, string expected)
    {
        Assert.That(AffinityNodeKey.Of(new Uri(address)), Is.EqualTo(expected));
    }

    [Test]
    public void Addresses_sort_by_their_characters()
    {
        string[] keys = [.. ((string[])["1", "2", "10"]).Select(last => AffinityNodeKey.Of(new Uri($"http://10.0.0.{last}")))];
        Array.Sort(keys, AffinityNodeKey.Comparer);
        Assert.That(keys, Is.EqualTo((string[])["http://10.0.0.10:80", "http://10.0.0.1:80", "http://10.0.0.2:80"]));
    }
}
