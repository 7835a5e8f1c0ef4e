using System.Xml.Linq;

namespace AlternatorHandler.Packages.Tests.Readme;

public sealed class ReadmeTests
{
    private const int MostLines = 150;

    private static readonly MarkdownFile Readme = MarkdownFile.Read(Repository.Path("README.md"));

    [TestCaseSource(typeof(MarkdownBlock), nameof(MarkdownBlock.OfRepository))]
    public void A_block_of_code_is_one_that_compiles(MarkdownBlock block) => Assert.That(
        CompiledSnippet.ReadAll().Any(snippet => snippet.IsShownBy(block.Code)),
        $"Put this code of {block} into a region of Readme/ReadmeSnippets.cs, or correct one of the two:\n{block.Code}");

    [Test]
    public void Each_snippet_is_shown_whole()
    {
        var blocks = MarkdownBlock.OfRepository().Select(block => block.Code).ToHashSet();

        Assert.That(
            CompiledSnippet.ReadAll().Where(snippet => !blocks.Contains(snippet.Whole)).Select(snippet => snippet.Name),
            Is.Empty,
            "These regions of Readme/ReadmeSnippets.cs are in no Markdown file.");
    }

    [Test]
    public void The_blocks_are_found()
    {
        Assert.That(MarkdownBlock.OfRepository().Count(block => block.Place.StartsWith("README.md:", StringComparison.Ordinal)), Is.EqualTo(3), "the three uses");
        Assert.That(MarkdownBlock.OfRepository().Count(), Is.GreaterThanOrEqualTo(24));
    }

    [Test]
    public void The_README_is_read_in_five_minutes() => Assert.That(Readme.Text.Count(c => c == '\n'), Is.LessThanOrEqualTo(MostLines));

    [TestCase("dotnet run --project examples/Quickstart")]
    [TestCase("dotnet test")]
    public void The_README_begins_with_two_commands(string command) => Assert.That(Readme.Text.Split('\n').Take(25), Does.Contain(command));

    [Test]
    public void The_README_names_each_package_and_the_version()
    {
        var packages = MarkdownRow.In(Readme).Where(row => row.Header[0] == "package").Select(row => row.Cells[0].TrimStart('[').Split(']')[0]);
        var version = XDocument.Load(Repository.Path("Directory.Build.props")).Descendants("VersionPrefix").Single().Value;

        Assert.That(packages, Is.EquivalentTo(Repository.PackageNames()));
        Assert.That(Readme.Text, Does.Contain($"version {version}").And.Contain($"--version {version}"));
    }
}
