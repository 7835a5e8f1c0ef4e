using System.Xml.Linq;

namespace AlternatorHandler.TestSupport;

/// <summary>Finds files of the repository that the tests were built in.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Path(params string[] names) => System.IO.Path.Combine([Root, .. names]);

    /// <summary>Returns the projects that become packages, by name.</summary>
    public static IEnumerable<string> PackageNames() => Directory.EnumerateFiles(Path("src"), "*.csproj", SearchOption.AllDirectories)
        .Select(path => System.IO.Path.GetFileNameWithoutExtension(path)!)
        .Order(StringComparer.Ordinal);

    /// <summary>Returns the version of a referenced package.</summary>
    public static string VersionOf(string package) => XDocument.Load(Path("Directory.Packages.props"))
        .Descendants("PackageVersion")
        .Single(element => (string?)element.Attribute("Include") == package)
        .Attribute("Version")!.Value;

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "AlternatorHandler.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException($"{AppContext.BaseDirectory} is not below the folder of AlternatorHandler.sln.");
        }

        return folder.FullName;
    }
}
