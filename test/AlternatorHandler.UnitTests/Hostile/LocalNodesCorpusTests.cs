using System.Text;
using AlternatorHandler.Discovery;
using FsCheck;
using FsCheck.Fluent;

namespace AlternatorHandler.UnitTests.Hostile;

/// <summary>The lists in <c>test/AlternatorHandler.TestSupport/Corpus/LocalNodes</c>, and the entries in them that are no addresses.</summary>
public sealed class LocalNodesCorpusTests
{
    private const int MaxNodes = 4096;

    private static readonly string[] Entries = [.. Corpus.Of("LocalNodes", "skipped.lines").Select(Encoding.UTF8.GetString)];

    [Test]
    public void A_list_of_addresses_is_read_whole() => Assert.Multiple(() =>
    {
        foreach (var list in Corpus.Of("LocalNodes", "accepted.lines"))
        {
            Assert.That(LocalNodesParser.Parse(list, MaxNodes).Skipped, Is.Zero, Encoding.UTF8.GetString(list));
        }
    });

    [Test]
    public void What_is_no_list_is_refused_as_a_whole() => Assert.Multiple(() =>
    {
        foreach (var list in Corpus.Of("LocalNodes", "refused.lines"))
        {
            Assert.That(() => LocalNodesParser.Parse(list, MaxNodes), Throws.InstanceOf<FormatException>(), Encoding.UTF8.GetString(list));
        }
    });

    [TestCaseSource(nameof(Entries))]
    public void An_entry_that_is_no_address_is_skipped(string entry) =>
        Assert.That(LocalNodesParser.Parse(Encoding.UTF8.GetBytes($"[{entry}]"), MaxNodes), Has.Property("Addresses").Empty.And.Property("Skipped").EqualTo(1));

    [Test]
    public void Whatever_stands_between_them_all_addresses_and_nothing_else_are_read()
    {
        Gen<(string Json, string? Address)> good =
            from bytes in Gen.Choose(1, 200).ArrayOf(3)
            select ($"\"10.{string.Join('.', bytes)}\"", (string?)$"10.{string.Join('.', bytes)}");
        var bad = Gen.Elements(Entries).Select(entry => (entry, (string?)null));

        Prop.ForAll(Gen.OneOf(good, bad).ListOf().ToArbitrary(), items =>
        {
            var answer = LocalNodesParser.Parse(Encoding.UTF8.GetBytes($"[{string.Join(',', items.Select(item => item.Item1))}]"), MaxNodes);
            var expected = items.Select(item => item.Item2).OfType<string>().ToList();
            return answer.Addresses.Select(address => address.ToString()).SequenceEqual(expected) && answer.Skipped == items.Count - expected.Count;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
    }

    [Test]
    public void Ten_megabytes_of_entries_are_read_in_bounded_memory([Values("\"10.0.0.1\"", "\"x\"", "[[[[]]]]", "1")] string entry)
    {
        var count = 10 * 1024 * 1024 / (entry.Length + 1);
        var list = Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat(entry, count))}]");

        var answer = LocalNodesParser.Parse(list, MaxNodes);

        Assert.That(answer.Addresses, Has.Count.LessThanOrEqualTo(MaxNodes));
        Assert.That(answer.Addresses.Count + answer.Skipped, Is.EqualTo(count));
    }
}
