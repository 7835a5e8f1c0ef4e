using System.Diagnostics;
using System.Reflection;
using PublicApiGenerator;

namespace AlternatorHandler.Packages.Tests.PublicApi;

/// <summary>What users can call changes only on purpose: each package's public API is a committed file.</summary>
public sealed class PublicApiTests
{
    private const string AcceptVariable = "ALTERNATOR_ACCEPT_API";
    private const int LinesShown = 40;

    private static readonly string[] ShownByDebuggers = [typeof(DebuggerDisplayAttribute).FullName!, typeof(DebuggerBrowsableAttribute).FullName!];

    [TestCaseSource(typeof(Repository), nameof(Repository.PackageNames))]
    public void The_public_API_is_the_approved_one(string package)
    {
        var file = Repository.Path("test", "AlternatorHandler.Packages.Tests", "PublicApi", $"{package}.txt");
        var current = Describe(package);
        if (Environment.GetEnvironmentVariable(AcceptVariable) == "1")
        {
            File.WriteAllText(file, current);
        }

        var approved = File.Exists(file) ? File.ReadAllText(file) : string.Empty;

        Assert.That(
            Difference(approved, current),
            Is.Empty,
            $"If the change is intended: `{AcceptVariable}=1 dotnet test test/AlternatorHandler.Packages.Tests --filter PublicApi`, commit {package}.txt, and add it to src/docs/changelog.md.");
    }

    // Attributes for debuggers, friend assemblies and build metadata are not part of the API.
    private static string Describe(string package) => Assembly.Load(package)
        .GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false, DenyNamespacePrefixes = [], ExcludeAttributes = ShownByDebuggers })
        .ReplaceLineEndings("\n")
        .Trim() + "\n";

    private static IEnumerable<string> Difference(string approved, string current)
    {
        var (before, after) = (approved.Split('\n'), current.Split('\n'));
        if (approved == current)
        {
            return [];
        }

        // Many types have the same line, "public string Name { get; }": how often it is there counts.
        var (gone, come) = (Missing(before, after), Missing(after, before));
        string[] lines = [.. gone.Select(line => $"- {line}"), .. come.Select(line => $"+ {line}")];
        return lines is [] ? ["The order of the lines changed."] : lines.Take(LinesShown);
    }

    private static List<string> Missing(string[] lines, string[] from)
    {
        var rest = from.GroupBy(line => line).ToDictionary(group => group.Key, group => group.Count());
        return [.. lines.Where(line => !rest.TryGetValue(line, out var count) || (rest[line] = count - 1) < 0).Select(line => line.Trim())];
    }
}
