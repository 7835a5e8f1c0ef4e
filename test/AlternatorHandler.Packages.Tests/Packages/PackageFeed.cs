using System.Reflection;

namespace AlternatorHandler.Packages.Tests.Packages;

/// <summary>A folder with the packages of the projects as they are built now; deleted in the end.</summary>
internal sealed class PackageFeed : IDisposable
{
    // The projects were built as these tests were.
    private static readonly string Configuration = typeof(PackageFeed).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    /// <summary>The address that the packages name as their repository: that of a clone's remote is not known here.</summary>
    public const string RepositoryAddress = "https://example.org/alternator-handler";

    private PackageFeed(string folder)
    {
        Folder = folder;
    }

    public string Folder { get; }

    public static async Task<PackageFeed> CreateAsync()
    {
        var feed = new PackageFeed(Directory.CreateTempSubdirectory("alternator-packages-").FullName);
        foreach (var package in Repository.PackageNames())
        {
            await DotnetCommand.RunAsync(Repository.Root, "pack", Repository.Path("src", package), "-c", Configuration, "--no-build", $"-p:RepositoryUrl={RepositoryAddress}", "-o", feed.Folder, "-nologo", "-v", "quiet");
        }

        return feed;
    }

    /// <summary>Returns the path of a package.</summary>
    public string Find(string package, string extension = "nupkg") =>
        Directory.EnumerateFiles(Folder, $"{package}.*.{extension}").Single(path => char.IsAsciiDigit(Path.GetFileName(path)[package.Length + 1]));

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
