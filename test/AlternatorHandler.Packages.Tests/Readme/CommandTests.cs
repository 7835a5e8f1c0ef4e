using System.Text.RegularExpressions;

namespace AlternatorHandler.Packages.Tests.Readme;

/// <summary>Verifies that the commands of the documents name projects, scripts and folders that exist.</summary>
public sealed partial class CommandTests
{
    [TestCaseSource(typeof(MarkdownFile), nameof(MarkdownFile.OfRepository))]
    public void A_command_names_what_exists(MarkdownFile file) =>
        Assert.That(TargetsIn(file).Where(target => !Path.Exists(Repository.Path(target))), Is.Empty);

    [Test]
    public void The_commands_are_found() => Assert.That(MarkdownFile.OfRepository().Sum(file => TargetsIn(file).Count()), Is.GreaterThan(50));

    private static IEnumerable<string> TargetsIn(MarkdownFile file) => Target().Matches(file.Text).Select(match => match.Groups["path"].Value);

    // A path behind a command of dotnet or docker, or a script at the beginning of a line or of inline code.
    [GeneratedRegex(@"(?:dotnet (?:run|test|publish)[^\n`|]*? |docker compose -f |(?<=^|`))(?<path>(?:test|examples|\.ci)/[\w./-]+)", RegexOptions.Multiline)]
    private static partial Regex Target();
}
