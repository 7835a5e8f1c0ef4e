using System.Text.RegularExpressions;

namespace AlternatorHandler.Packages.Tests.Readme;

/// <summary>
/// Code that README blocks may show: regions of <c>ReadmeSnippets.cs</c>, which is compiled, and run by the consumer of the packages,
/// and of <c>TestingWithWireMock.cs</c>, which is one of the functional tests.
/// </summary>
/// <param name="Name">What the regions are called.</param>
/// <param name="Parts">The regions of that name. A block shows one, or all with an empty line between them.</param>
internal sealed partial record CompiledSnippet(string Name, IReadOnlyList<string> Parts)
{
    public string Whole => string.Join("\n\n", Parts);

    public static IReadOnlyList<CompiledSnippet> ReadAll() =>
    [
        .. new[] { Repository.Path("test", "AlternatorHandler.Packages.Tests", "Readme", "ReadmeSnippets.cs"), Repository.Path("test", "AlternatorHandler.FunctionalTests", "WireMock", "TestingWithWireMock.cs") }
            .SelectMany(path => Region().Matches(File.ReadAllText(path).ReplaceLineEndings("\n")))
            .GroupBy(match => match.Groups["name"].Value, match => Outdent(match.Groups["code"].Value))
            .Select(group => new CompiledSnippet(group.Key, [.. group])),
    ];

    public bool IsShownBy(string block) => Whole == block || Parts.Contains(block);

    private static string Outdent(string code)
    {
        var lines = code.Trim('\n').TrimEnd().Split('\n');
        var depth = lines.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart(' ').Length);
        return string.Join('\n', lines.Select(line => line.Length > 0 ? line[depth..] : line));
    }

    [GeneratedRegex(@"^ *#region (?<name>[^\n]+)\n(?<code>.*?)^ *#endregion", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Region();
}
