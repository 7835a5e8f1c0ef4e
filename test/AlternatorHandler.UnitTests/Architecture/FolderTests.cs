using ArchUnitNET.Loader;

namespace AlternatorHandler.UnitTests.Architecture;

/// <summary>Holds the plan of the core: a folder is a concern, it stands on a floor, and arrows between folders run one way.</summary>
public sealed class FolderTests
{
    // From the ground up. The empty name is the root folder.
    private static readonly string[][] Floors =
    [
        ["Options", "Protocol", "Outcomes", "Streams"],
        ["Nodes", "Telemetry", "Loops"],
        ["Health", "Discovery", "Routing", "Affinity", "Wire", "Requests"],
        ["", "DependencyInjection"],
    ];

    private static readonly SourceTree Source = SourceTree.Read();

    private static readonly IReadOnlyList<Arrow> Arrows = ReadArrows();

    [Test]
    public void Every_folder_stands_on_a_floor() =>
        Assert.That(Source.Folders.Select(TopOf).Distinct(), Is.EquivalentTo(Floors.SelectMany(floor => floor)));

    [Test]
    public void No_folder_depends_on_a_floor_above_it() =>
        Assert.That(Arrows.Where(arrow => FloorOf(arrow.From) < FloorOf(arrow.To)), Is.Empty);

    [Test]
    public void No_folders_depend_on_each_other_in_a_circle() =>
        Assert.That(Circles(Arrows), Is.Empty);

    [Test]
    public void No_folder_is_inside_a_folder_inside_a_folder() =>
        Assert.That(Source.Folders.Where(folder => folder.Count(static c => c == '/') > 1), Is.Empty);

    [Test]
    public void The_core_stays_small() => Assert.Multiple(() =>
    {
        Assert.That(Source.FileCount, Is.LessThanOrEqualTo(205));
        Assert.That(Source.Folders, Has.Count.LessThanOrEqualTo(22));
    });

    /// <summary>Reads which folder's types use which other folder's. Nested and compiler-generated types count as the types they are in.</summary>
    private static List<Arrow> ReadArrows()
    {
        var architecture = new ArchLoader().LoadAssemblies(typeof(AlternatorOptions).Assembly).Build();
        return
        [
            .. architecture.Types
                .SelectMany(type => type.Dependencies)
                .Select(dependency => (From: Source.Find(dependency.Origin.FullName), To: Source.Find(dependency.Target.FullName), dependency))
                .Where(pair => pair.From is not null && pair.To is not null && pair.From != pair.To)
                .Select(pair => new Arrow(pair.From!, pair.To!, $"{pair.dependency.Origin.Name} uses {pair.dependency.Target.Name}"))
                .DistinctBy(arrow => (arrow.From, arrow.To)),
        ];
    }

    /// <summary>Finds circles by removing, again and again, the folders that depend on no other: what remains depends on itself.</summary>
    private static List<Arrow> Circles(IReadOnlyList<Arrow> arrows)
    {
        var rest = arrows.ToList();
        while (rest.RemoveAll(arrow => rest.TrueForAll(other => other.From != arrow.To)) > 0 || rest.RemoveAll(arrow => rest.TrueForAll(other => other.To != arrow.From)) > 0)
        {
        }

        return rest;
    }

    private static string TopOf(string folder) => folder.Split('/')[0];

    private static int FloorOf(string folder) => Array.FindIndex(Floors, floor => floor.Contains(TopOf(folder)));

    /// <param name="From">The folder that depends.</param>
    /// <param name="To">The folder that it depends on.</param>
    /// <param name="Example">One of the dependencies.</param>
    private sealed record Arrow(string From, string To, string Example);
}
