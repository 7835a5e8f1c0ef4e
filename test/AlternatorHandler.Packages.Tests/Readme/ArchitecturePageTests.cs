using System.Text.RegularExpressions;

namespace AlternatorHandler.Packages.Tests.Readme;

/// <summary>Compares the architecture page, and the picture of the README, with the source files of the handler.</summary>
public sealed class ArchitecturePageTests
{
    // A request that passes more files is too long to be read in one sitting.
    private const int MaxFilesOfRequest = 32;

    private static readonly string Source = Repository.Path("src", "AlternatorHandler");

    private static readonly MarkdownRow[] Rows = [.. MarkdownRow.In(MarkdownFile.Read(Repository.Path("src", "docs", "architecture.md")))];

    private static readonly string[] Folders =
    [
        .. Directory.GetDirectories(Source).Where(folder => Directory.EnumerateFiles(folder, "*.cs").Any()).Select(folder => Path.GetFileName(folder)!),
    ];

    [Test]
    public void The_table_of_folders_has_each_folder_once() =>
        Assert.That(Rows.Where(row => row.Header[0] == "layer").Select(row => row["folder"]!.Trim('`')), Is.EquivalentTo(Folders));

    [Test]
    public void A_rule_is_in_one_folder_and_in_classes_that_exist()
    {
        var rules = Rows.Where(row => row.Header[0] == "rule").ToArray();

        Assert.That(rules, Has.Length.GreaterThan(15));
        Assert.That(rules.Where(rule => !Folders.Contains(rule["folder"]!.Trim('`'))), Is.Empty);
        Assert.That(
            from rule in rules
            from name in MarkdownFile.CodesIn(rule["class"]!)
            where !IsDeclared(rule["folder"]!.Trim('`'), name.Trim('[', ']'))
            select $"{rule.Place} {name}",
            Is.Empty);
    }

    [Test]
    public void The_files_that_a_request_passes_exist_and_are_few()
    {
        string[] files = [.. Rows.Where(row => row.Header[0] == "step").SelectMany(row => MarkdownFile.CodesIn(row["files"]!))];

        Assert.That(files, Is.Unique);
        Assert.That(files, Has.Length.InRange(20, MaxFilesOfRequest));
        Assert.That(files.Where(file => !File.Exists(Path.Combine(Source, file))), Is.Empty);
    }

    [Test]
    public void The_picture_of_the_README_names_folders_that_exist()
    {
        var picture = MarkdownFile.Read(Repository.Path("README.md")).Text.Split("```").Single(block => block.Contains('▶'));
        var named = picture.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Where(word => word is [_, .., '/']).Select(word => word.TrimEnd('/')).Distinct().ToArray();

        Assert.That(named, Has.Length.EqualTo(6));
        Assert.That(named, Is.SubsetOf(Folders));
    }

    private static bool IsDeclared(string folder, string type) => Directory.EnumerateFiles(Path.Combine(Source, folder), "*.cs", SearchOption.AllDirectories)
        .Any(file => Regex.IsMatch(File.ReadAllText(file), $@"\b(?:class|record|struct|interface) {type}(?:Attribute)?\b"));
}
