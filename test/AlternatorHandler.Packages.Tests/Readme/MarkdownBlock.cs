using System.Text.RegularExpressions;

namespace AlternatorHandler.Packages.Tests.Readme;

/// <summary>A block of C# in a Markdown file.</summary>
/// <param name="Place">The file, from the root of the repository, and the line of the block.</param>
/// <param name="Code">What is between the fences.</param>
public sealed partial record MarkdownBlock(string Place, string Code)
{
    /// <summary>Finds the blocks of all files of the repository.</summary>
    public static IEnumerable<MarkdownBlock> OfRepository() => MarkdownFile.OfRepository().SelectMany(Read);

    public override string ToString() => Place;

    private static IEnumerable<MarkdownBlock> Read(MarkdownFile file) =>
        Fence().Matches(file.Text).Select(match => new MarkdownBlock(file.PlaceOf(match.Index), match.Groups["code"].Value.TrimEnd()));

    [GeneratedRegex(@"^```(csharp|cs|c#)[^\n]*\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Fence();
}
