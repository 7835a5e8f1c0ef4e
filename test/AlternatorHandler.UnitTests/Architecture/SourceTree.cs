using System.Text.RegularExpressions;

namespace AlternatorHandler.UnitTests.Architecture;

/// <summary>Represents the source files of the core, and the folder that declares each type. The assembly does not show it, because public types share one namespace.</summary>
internal sealed partial class SourceTree
{
    private readonly Dictionary<string, string> _folders = [];

    public IReadOnlyCollection<string> Folders => _folders.Values.ToHashSet();

    public int FileCount { get; private init; }

    public static SourceTree Read()
    {
        var root = Repository.Path("src", "AlternatorHandler");
        var files = Directory.GetFiles(root, "*.cs", SearchOption.AllDirectories);
        var tree = new SourceTree { FileCount = files.Length };
        foreach (var file in files)
        {
            var text = File.ReadAllText(file);
            var space = NamespaceDeclaration().Match(text).Groups[1].Value;
            foreach (Match declaration in TypeDeclaration().Matches(text))
            {
                tree._folders[$"{space}.{declaration.Groups[1].Value}"] = Path.GetRelativePath(root, Path.GetDirectoryName(file)!).Replace('\\', '/') is var folder and not "." ? folder : string.Empty;
            }
        }

        return tree;
    }

    /// <summary>Finds the folder of a type, or of the type that it is nested in.</summary>
    public string? Find(string fullName) => _folders.GetValueOrDefault(fullName.Split('+', '/', '`', '<')[0]);

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceDeclaration();

    // Types that are not nested begin in the first column.
    [GeneratedRegex(@"^(?:(?:public|internal|sealed|static|abstract|partial|readonly|ref|unsafe) )+(?:class|struct|interface|enum|record struct|record class|record|delegate \S+) (\w+)", RegexOptions.Multiline)]
    private static partial Regex TypeDeclaration();
}
