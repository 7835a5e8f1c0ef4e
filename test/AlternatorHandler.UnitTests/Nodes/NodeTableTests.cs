using AlternatorHandler.Nodes;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Nodes;

public sealed class NodeTableTests
{
    [Test]
    public void Before_the_first_list_the_nodes_are_the_seeds_and_none_is_usable()
    {
        var nodes = new TestNodes(["10.0.0.2", "10.0.0.1", "10.0.0.2"]);

        Assert.That(nodes.Table.IsDiscovered, Is.False);
        Assert.That(TestNodes.Hosts(nodes.Table.Current.All), Is.EqualTo("10.0.0.2 10.0.0.1"));
        Assert.That(nodes.Table.Current.Usable, Is.Empty);
    }

    [Test]
    public void A_node_keeps_its_instance_while_it_is_listed()
    {
        var nodes = new TestNodes(["10.0.0.1"]);
        nodes.List("10.0.0.1", "10.0.0.2");
        var (seed, other) = (nodes[0], nodes[1]);

        nodes.List("10.0.0.2", "10.0.0.3", "10.0.0.1");

        Assert.That(nodes.Table.Current.All[0], Is.SameAs(seed).And.SameAs(nodes.Table.Current.Seeds[0]));
        Assert.That(nodes.Table.Current.All[1], Is.SameAs(other));
    }

    [Test]
    public void A_node_that_left_and_returns_is_a_new_instance_unless_it_is_a_seed()
    {
        var nodes = new TestNodes(["10.0.0.1"]);
        nodes.List("10.0.0.1", "10.0.0.2");
        var (seed, other) = (nodes[0], nodes[1]);

        nodes.List("10.0.0.3");
        nodes.List("10.0.0.1", "10.0.0.2");

        Assert.That(nodes[0], Is.SameAs(seed));
        Assert.That(nodes[1], Is.Not.SameAs(other));
    }

    [Test]
    public void Nodes_are_sorted_by_their_names_and_without_duplicates()
    {
        var nodes = new TestNodes(["10.0.0.9"]);

        nodes.List("10.0.0.3", "10.0.0.1", "10.0.0.2", "10.0.0.1");

        Assert.That(TestNodes.Hosts(nodes.Table.Current.All), Is.EqualTo("10.0.0.1 10.0.0.2 10.0.0.3"));
    }

    [Test]
    public void A_new_node_is_prepared_before_a_snapshot_contains_it()
    {
        var nodes = TestNodes.Up(1);
        var visible = string.Empty;

        nodes.Table.Replace(0, [TestNodes.Address("10.0.0.1"), TestNodes.Address("10.0.0.2")], _ => visible += TestNodes.Hosts(nodes.Table.Current.All));

        Assert.That(visible, Is.EqualTo("10.0.0.1"));
    }

    [Test]
    public void Replace_returns_the_added_and_the_removed_nodes()
    {
        var nodes = TestNodes.Up(2);

        var (added, removed) = nodes.Table.Replace(0, [TestNodes.Address("10.0.0.2"), TestNodes.Address("10.0.0.3")], _ => { });

        Assert.That(TestNodes.Hosts(added), Is.EqualTo("10.0.0.3"));
        Assert.That(TestNodes.Hosts(removed), Is.EqualTo("10.0.0.1"));
    }

    [Test]
    public void A_snapshot_of_the_nodes_never_changes()
    {
        var nodes = TestNodes.Up(3);
        var snapshot = nodes.Table.Current;

        nodes.States.MarkDown(nodes[0], "refused");
        nodes.List("10.0.0.7");

        Assert.That(snapshot.All, Has.Length.EqualTo(3));
        Assert.That(snapshot.Usable, Has.Length.EqualTo(3));
        Assert.That(nodes.Table.Current, Is.Not.SameAs(snapshot));
    }

    [TestCase("http://10.0.0.1:8000", "http://10.0.0.1:8000/")]
    [TestCase("http://seed.example", "http://seed.example/")]
    [TestCase("https://SEED.example:8043/", "https://seed.example:8043/")]
    [TestCase("http://[2001:DB8::1]:8000", "http://[2001:db8::1]:8000/")]
    [TestCase("http://user:secret@10.0.0.1:8000/path?query#fragment", "http://10.0.0.1:8000/")]
    public void The_address_of_a_node_is_normalized(string written, string expected) => Assert.That(NodeAddress.From(new Uri(written)), Has.Property("AbsoluteUri").EqualTo(expected));
}
