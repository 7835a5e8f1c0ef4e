namespace AlternatorHandler.Packages.Tests.Readme;

public sealed class LinkTests
{
    [TestCaseSource(typeof(MarkdownLink), nameof(MarkdownLink.OfRepository))]
    public void A_link_leads_to_what_exists(MarkdownLink link)
    {
        Assert.That(Path.Exists(link.Path), link.Path);
        if (link.Anchor.Length > 0)
        {
            Assert.That(MarkdownFile.Read(link.Path).Anchors(), Does.Contain(link.Anchor));
        }
    }

    [Test]
    public void The_README_leads_to_every_page_and_every_README()
    {
        var linked = MarkdownLink.OfRepository().Where(link => link.From == "README.md").Select(link => link.Path).ToHashSet();
        var expected = MarkdownFile.OfRepository().Where(file => file.Name.StartsWith("src/", StringComparison.Ordinal) || file.Name.StartsWith("examples/", StringComparison.Ordinal));

        Assert.That(expected.Where(file => !linked.Contains(Path.GetFullPath(Repository.Path(file.Name)))), Is.Empty);
    }

    [TestCaseSource(typeof(MarkdownFile), nameof(MarkdownFile.Pages))]
    public void A_page_leads_back(MarkdownFile page) =>
        Assert.That(MarkdownLink.OfRepository().Any(link => link.From == page.Name && link.Path == Repository.Path("README.md")));

    [TestCaseSource(typeof(Repository), nameof(Repository.PackageNames))]
    public void The_README_of_a_package_leads_to_the_pages(string package) =>
        Assert.That(MarkdownLink.OfRepository().Any(link => link.From == $"src/{package}/README.md" && link.Path.StartsWith(Repository.Path("src", "docs"), StringComparison.Ordinal)));

    [Test]
    public void The_links_are_found()
    {
        Assert.That(MarkdownLink.OfRepository().Count(), Is.GreaterThan(200));
        Assert.That(MarkdownLink.OfRepository().Select(link => link.From), Has.Some.EqualTo(".github/CONTRIBUTING.md").And.Some.EqualTo("README.md"));
    }
}
