using System.Text.RegularExpressions;

namespace AlternatorHandler.Packages.Tests.Readme;

/// <summary>A link to something in this repository.</summary>
/// <param name="Place">The file, from the root of the repository, and the line of the link.</param>
/// <param name="From">The file that it is in, from the root of the repository.</param>
/// <param name="Target">What it leads to, as it is written.</param>
public sealed partial record MarkdownLink(string Place, string From, string Target)
{
    /// <summary>Gets the file or folder that it leads to.</summary>
    public string Path => System.IO.Path.GetFullPath(
        Target.Split('#')[0] is { Length: > 0 } path ? System.IO.Path.Combine(Repository.Path(From), "..", path) : Repository.Path(From));

    /// <summary>Gets the heading that it leads to, empty if it leads to the whole.</summary>
    public string Anchor => Target.Split('#') is [_, var anchor] ? anchor : string.Empty;

    public static IEnumerable<MarkdownLink> OfRepository() =>
        MarkdownFile.OfRepository().SelectMany(In).Where(link => !link.Target.Contains("://", StringComparison.Ordinal));

    public static IEnumerable<MarkdownLink> In(MarkdownFile file) =>
        from Match match in Link().Matches(file.Prose)
        select new MarkdownLink($"{file.Name}:{file.Prose.AsSpan(0, match.Index).Count('\n') + 1}", file.Name, match.Groups["target"].Value);

    public override string ToString() => $"{Place} {Target}";

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();
}
