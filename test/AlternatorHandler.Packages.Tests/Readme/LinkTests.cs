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
    public void The_README_leads_to_every_page()
    {
        var linked = MarkdownLink.OfRepository().Where(link => link.From == "README.md").Select(link => link.Path).ToHashSet();

        Assert.That(Directory.EnumerateFiles(Repository.Path("src"), "*.md").Where(page => !linked.Contains(page)), Is.Empty);
    }

    [Test]
    public void The_guide_leads_back() =>
        Assert.That(MarkdownLink.OfRepository().Any(link => link.From == "src/GUIDE.md" && link.Path == Repository.Path("README.md")));

    [Test]
    public void The_links_are_found() =>
        Assert.That(MarkdownLink.OfRepository().Count(), Is.GreaterThan(60));
}
