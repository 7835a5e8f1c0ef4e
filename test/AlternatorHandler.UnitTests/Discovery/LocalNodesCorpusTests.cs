using System.Text;
using AlternatorHandler.Discovery;
using FsCheck;
using FsCheck.Fluent;

namespace AlternatorHandler.UnitTests.Discovery;

/// <summary>Parses the lists in <c>test/AlternatorHandler.TestSupport/Corpus/LocalNodes</c>, and the entries in them that are not addresses.</summary>
public sealed class LocalNodesCorpusTests
{
    private const int MaxNodes = 4096;

    private static readonly string[] Entries = [.. Corpus.Of("LocalNodes", "skipped.lines").Select(Encoding.UTF8.GetString)];

    [Test]
    public void An_accepted_list_of_the_corpus_is_parsed_without_skipped_entries() => Assert.Multiple(() =>
    {
        foreach (var list in Corpus.Of("LocalNodes", "accepted.lines"))
        {
            Assert.That(LocalNodesParser.Parse(list, MaxNodes).Skipped, Is.Zero, Encoding.UTF8.GetString(list));
        }
    });

    [Test]
    public void A_refused_list_of_the_corpus_is_rejected_as_a_whole() => Assert.Multiple(() =>
    {
        foreach (var list in Corpus.Of("LocalNodes", "refused.lines"))
        {
            Assert.That(() => LocalNodesParser.Parse(list, MaxNodes), Throws.InstanceOf<FormatException>(), Encoding.UTF8.GetString(list));
        }
    });

    [TestCaseSource(nameof(Entries))]
    public void An_entry_of_the_corpus_that_is_not_an_address_is_skipped(string entry) =>
        Assert.That(LocalNodesParser.Parse(Encoding.UTF8.GetBytes($"[{entry}]"), MaxNodes), Has.Property("Addresses").Empty.And.Property("Skipped").EqualTo(1));

    [Test]
    public void Exactly_the_addresses_between_skipped_entries_are_parsed()
    {
        Gen<(string Json, string? Address)> valid =
            from bytes in Gen.Choose(1, 200).ArrayOf(3)
            select ($"\"10.{string.Join('.', bytes)}\"", (string?)$"10.{string.Join('.', bytes)}");
        var invalid = Gen.Elements(Entries).Select(entry => (entry, (string?)null));

        Prop.ForAll(Gen.OneOf(valid, invalid).ListOf().ToArbitrary(), items =>
        {
            var response = LocalNodesParser.Parse(Encoding.UTF8.GetBytes($"[{string.Join(',', items.Select(item => item.Item1))}]"), MaxNodes);
            var expected = items.Select(item => item.Item2).OfType<string>().ToList();
            return response.Addresses.Select(address => address.ToString()).SequenceEqual(expected) && response.Skipped == items.Count - expected.Count;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
    }

    [Test]
    public void Ten_megabytes_of_entries_are_parsed_to_at_most_MaxNodes_addresses([Values("\"10.0.0.1\"", "\"x\"", "[[[[]]]]", "1")] string entry)
    {
        var count = 10 * 1024 * 1024 / (entry.Length + 1);
        var list = Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat(entry, count))}]");

        var response = LocalNodesParser.Parse(list, MaxNodes);

        Assert.That(response.Addresses, Has.Count.LessThanOrEqualTo(MaxNodes));
        Assert.That(response.Addresses.Count + response.Skipped, Is.EqualTo(count));
    }
}
