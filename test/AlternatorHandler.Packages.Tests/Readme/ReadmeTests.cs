namespace AlternatorHandler.Packages.Tests.Readme;

public sealed class ReadmeTests
{
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
    public void The_blocks_are_found() =>
        Assert.That(MarkdownBlock.OfRepository().Count(block => block.Place.StartsWith("README.md:", StringComparison.Ordinal)), Is.GreaterThanOrEqualTo(7));
}
