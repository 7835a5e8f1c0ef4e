using System.Text.RegularExpressions;

namespace AlternatorHandler.Packages.Tests.Readme;

/// <summary>A block of C# in a Markdown file.</summary>
/// <param name="Place">The file, from the root of the repository, and the line of the block.</param>
/// <param name="Code">What is between the fences.</param>
public sealed partial record MarkdownBlock(string Place, string Code)
{
    /// <summary>Finds the blocks that users see: those of the README, of the packages and of the examples.</summary>
    public static IEnumerable<MarkdownBlock> OfRepository() => Directory.EnumerateFiles(Repository.Root, "*.md")
        .Concat(FilesBelow("src"))
        .Concat(FilesBelow("examples"))
        .Order(StringComparer.Ordinal)
        .SelectMany(Read);

    public override string ToString() => Place;

    private static IEnumerable<string> FilesBelow(string folder) => Directory.EnumerateFiles(Repository.Path(folder), "*.md", SearchOption.AllDirectories);

    private static IEnumerable<MarkdownBlock> Read(string path)
    {
        var text = File.ReadAllText(path).ReplaceLineEndings("\n");
        var name = Path.GetRelativePath(Repository.Root, path).Replace('\\', '/');
        return Fence().Matches(text).Select(match => new MarkdownBlock($"{name}:{text.AsSpan(0, match.Index).Count('\n') + 1}", match.Groups["code"].Value.TrimEnd()));
    }

    [GeneratedRegex(@"^```(csharp|cs|c#)[^\n]*\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Fence();
}
