using System.Text.RegularExpressions;

namespace AlternatorHandler.Packages.Tests.Readme;

/// <summary>A Markdown file of the repository.</summary>
/// <param name="Name">Its path, from the root of the repository.</param>
/// <param name="Text">Its content.</param>
public sealed partial record MarkdownFile(string Name, string Text)
{
    /// <summary>Gets the text without its blocks of code. Lines keep their numbers.</summary>
    public string Prose { get; } = Fence().Replace(Text, match => new string('\n', match.Value.Count(c => c == '\n')));

    /// <summary>Finds the README, the guides for contributors, the pages, the READMEs of the packages and of the examples, and the tables of results.</summary>
    public static IEnumerable<MarkdownFile> OfRepository() => Directory.EnumerateFiles(Repository.Root, "*.md")
        .Concat(FilesBelow(".github"))
        .Concat(FilesBelow("src"))
        .Concat(FilesBelow("examples"))
        .Concat(FilesBelow("test").Where(path => !path.Contains("node_modules", StringComparison.Ordinal)))
        .Order(StringComparer.Ordinal)
        .Select(Read);

    /// <summary>Finds the pages that the README leads to.</summary>
    public static IEnumerable<MarkdownFile> Pages() => OfRepository().Where(file => file.Name.StartsWith("src/docs/", StringComparison.Ordinal));

    public static MarkdownFile Read(string path) => new(
        Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'),
        File.ReadAllText(path).ReplaceLineEndings("\n"));

    /// <summary>Returns where something is, as editors understand it.</summary>
    public string PlaceOf(int index) => $"{Name}:{Text.AsSpan(0, index).Count('\n') + 1}";

    /// <summary>Finds what is between backticks, outside of blocks.</summary>
    public IEnumerable<(string Place, string Code)> InlineCode() => Prose.Split('\n')
        .SelectMany((line, index) => CodesIn(line).Select(code => ($"{Name}:{index + 1}", code)));

    public static IEnumerable<string> CodesIn(string line) => Code().Matches(line).Select(match => match.Groups["code"].Value);

    /// <summary>Returns what a link to a heading of this file may name after its hash sign.</summary>
    public IReadOnlySet<string> Anchors() => Heading().Matches(Prose).Select(match => AnchorOf(match.Groups["title"].Value)).ToHashSet();

    public override string ToString() => Name;

    private static IEnumerable<string> FilesBelow(string folder) => Directory.EnumerateFiles(Repository.Path(folder), "*.md", SearchOption.AllDirectories);

    // As GitHub makes them.
    private static string AnchorOf(string title) =>
        string.Concat(title.Where(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '-' or '_').Select(char.ToLowerInvariant)).Replace(' ', '-');

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"(?<!`)`(?<code>[^`]+)`(?!`)")]
    private static partial Regex Code();

    [GeneratedRegex(@"^#+ (?<title>[^\n]+?) *$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
