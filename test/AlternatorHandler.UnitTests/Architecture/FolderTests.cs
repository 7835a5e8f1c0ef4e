using ArchUnitNET.Loader;

namespace AlternatorHandler.UnitTests.Architecture;

/// <summary>Verifies the layers of the core: each folder belongs to a layer, and dependencies between folders have one direction.</summary>
public sealed class FolderTests
{
    // From the lowest layer to the highest. The empty name is the root folder.
    private static readonly string[][] Layers =
    [
        ["Options", "Protocol", "Outcomes", "Streams"],
        ["Nodes", "Telemetry", "Loops"],
        ["Health", "Discovery", "Routing", "Affinity", "Wire", "Requests"],
        ["", "DependencyInjection"],
    ];

    private static readonly SourceTree Source = SourceTree.Read();

    private static readonly IReadOnlyList<FolderDependency> Dependencies = ReadDependencies();

    [Test]
    public void Every_folder_is_assigned_to_a_layer() =>
        Assert.That(Source.Folders.Select(GetTopFolder).Distinct(), Is.EquivalentTo(Layers.SelectMany(layer => layer)));

    [Test]
    public void No_folder_depends_on_a_layer_above_it() =>
        Assert.That(Dependencies.Where(dependency => GetLayer(dependency.From) < GetLayer(dependency.To)), Is.Empty);

    [Test]
    public void No_folders_depend_on_each_other_in_a_cycle() =>
        Assert.That(FindCycles(Dependencies), Is.Empty);

    [Test]
    public void Folders_are_at_most_two_levels_deep() =>
        Assert.That(Source.Folders.Where(folder => folder.Count(static c => c == '/') > 1), Is.Empty);

    [Test]
    public void The_number_of_files_and_folders_of_the_core_is_limited() => Assert.Multiple(() =>
    {
        Assert.That(Source.FileCount, Is.LessThanOrEqualTo(205));
        Assert.That(Source.Folders, Has.Count.LessThanOrEqualTo(22));
    });

    /// <summary>Reads the dependencies between the types of different folders. Nested and compiler-generated types count as the types that contain them.</summary>
    private static List<FolderDependency> ReadDependencies()
    {
        var architecture = new ArchLoader().LoadAssemblies(typeof(AlternatorOptions).Assembly).Build();
        return
        [
            .. architecture.Types
                .SelectMany(type => type.Dependencies)
                .Select(dependency => (From: Source.Find(dependency.Origin.FullName), To: Source.Find(dependency.Target.FullName), dependency))
                .Where(pair => pair.From is not null && pair.To is not null && pair.From != pair.To)
                .Select(pair => new FolderDependency(pair.From!, pair.To!, $"{pair.dependency.Origin.Name} uses {pair.dependency.Target.Name}"))
                .DistinctBy(dependency => (dependency.From, dependency.To)),
        ];
    }

    /// <summary>Finds cycles by repeatedly removing the folders that depend on no other, or on which no other depends. The remaining dependencies form cycles.</summary>
    private static List<FolderDependency> FindCycles(IReadOnlyList<FolderDependency> dependencies)
    {
        var remaining = dependencies.ToList();
        while (remaining.RemoveAll(dependency => remaining.TrueForAll(other => other.From != dependency.To)) > 0 || remaining.RemoveAll(dependency => remaining.TrueForAll(other => other.To != dependency.From)) > 0)
        {
        }

        return remaining;
    }

    private static string GetTopFolder(string folder) => folder.Split('/')[0];

    private static int GetLayer(string folder) => Array.FindIndex(Layers, layer => layer.Contains(GetTopFolder(folder)));

    /// <param name="From">The folder that depends.</param>
    /// <param name="To">The folder that it depends on.</param>
    /// <param name="Example">One of the dependencies.</param>
    private sealed record FolderDependency(string From, string To, string Example);
}
