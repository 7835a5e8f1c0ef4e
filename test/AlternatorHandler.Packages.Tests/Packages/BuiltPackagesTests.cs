using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using AlternatorHandler.Packages.Tests.Readme;

namespace AlternatorHandler.Packages.Tests.Packages;

/// <summary>Verifies the content of the packages, and that a user can run the code of the READMEs and pages with them.</summary>
[Category("Packages")]
public sealed class BuiltPackagesTests
{
    private PackageFeed _feed = null!;

    [OneTimeSetUp]
    public async Task PackAsync() => _feed = await PackageFeed.CreateAsync();

    [OneTimeTearDown]
    public void Delete() => _feed?.Dispose();

    [TestCaseSource(typeof(Repository), nameof(Repository.PackageNames))]
    public void A_package_has_all_that_a_gallery_shows(string package)
    {
        using var archive = ZipFile.OpenRead(_feed.Find(package));
        using var symbols = ZipFile.OpenRead(_feed.Find(package, "snupkg"));
        string[] files = [.. archive.Entries.Select(entry => entry.FullName)];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(files, Has.Some.EqualTo("README.md").And.Some.EqualTo("icon.png"));
            Assert.That(files.Where(file => file.StartsWith("lib/", StringComparison.Ordinal)), Is.EquivalentTo([$"lib/net10.0/{package}.dll", $"lib/net10.0/{package}.xml"]));
            Assert.That(symbols.Entries.Select(entry => entry.FullName), Has.Some.EqualTo($"lib/net10.0/{package}.pdb"));
        }
    }

    [TestCaseSource(typeof(Repository), nameof(Repository.PackageNames))]
    public void The_metadata_of_a_package_is_complete(string package)
    {
        using var archive = ZipFile.OpenRead(_feed.Find(package));
        using var stream = archive.GetEntry($"{package}.nuspec")!.Open();
        var metadata = XDocument.Load(stream).Root!.Elements().First();
        string? Value(string name) => metadata.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Value("license"), Is.EqualTo("Apache-2.0"));
            Assert.That(Value("readme"), Is.EqualTo("README.md"));
            Assert.That(Value("icon"), Is.EqualTo("icon.png"));
            Assert.That(Value("description"), Has.Length.GreaterThan(40).And.Not.EqualTo("Package Description"));
            Assert.That(Value("tags"), Does.Contain("scylladb"));
            Assert.That(metadata.Elements().Single(element => element.Name.LocalName == "repository").Attribute("type")?.Value, Is.EqualTo("git"));
        }
    }

    [TestCaseSource(typeof(Repository), nameof(Repository.PackageNames))]
    public void The_README_of_a_package_links_to_the_pages_of_the_repository(string package)
    {
        using var archive = ZipFile.OpenRead(_feed.Find(package));
        using var reader = new StreamReader(archive.GetEntry("README.md")!.Open());
        var links = MarkdownLink.In(new MarkdownFile("README.md", reader.ReadToEnd())).Select(link => link.Target).ToList();

        Assert.That(links, Is.Not.Empty.And.All.Match($"^{Regex.Escape(PackageFeed.RepositoryAddress)}/blob/[0-9a-f]+/(src/|README\\.md#)"));
        Assert.That(links.Select(link => string.Join('/', link.Split('#')[0].Split('/')[6..])).Where(path => !Path.Exists(Repository.Path(path))), Is.Empty);
    }

    [Test]
    public void The_handler_needs_no_AWS_package()
    {
        using var archive = ZipFile.OpenRead(_feed.Find("AlternatorHandler"));
        using var reader = new StreamReader(archive.GetEntry("AlternatorHandler.nuspec")!.Open());

        Assert.That(reader.ReadToEnd(), Does.Contain("Polly.Core").And.Not.Contain("AWSSDK"));
    }

    [Test]
    public async Task A_fresh_project_with_the_packages_runs_the_code_of_the_READMEs()
    {
        using var project = ConsumerProject.Create(_feed);

        Assert.That(await project.RunAsync(), Does.Contain("All snippets work."));
    }
}
