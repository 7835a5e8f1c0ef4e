namespace AlternatorHandler.Packages.Tests.Packages;

/// <summary>A web application of a user, far from this repository: it has the packages, and nothing else of us.</summary>
internal sealed class ConsumerProject : IDisposable
{
    // The README's telemetry needs it, and none of our packages brings it.
    private const string OpenTelemetry = "OpenTelemetry.Extensions.Hosting";

    private readonly string _folder;

    private ConsumerProject(string folder)
    {
        _folder = folder;
    }

    public static ConsumerProject Create(PackageFeed feed)
    {
        var project = new ConsumerProject(Directory.CreateTempSubdirectory("alternator-consumer-").FullName);
        var tests = Repository.Path("test", "AlternatorHandler.Packages.Tests");
        File.Copy(Path.Combine(tests, "Consumer", "Program.cs"), project.PathOf("Program.cs"));
        File.Copy(Path.Combine(tests, "Readme", "ReadmeSnippets.cs"), project.PathOf("ReadmeSnippets.cs"));

        // Added to the machine's own sources, which have what our packages depend on.
        File.WriteAllText(project.PathOf("nuget.config"), $"""
            <configuration>
              <packageSources>
                <add key="built-here" value="{feed.Folder}" />
              </packageSources>
            </configuration>
            """);

        // Ours must not come from, nor get into, the user's folder of packages: the version stays while the content changes. That of others may.
        File.WriteAllText(project.PathOf("Consumer.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <NoWarn>NU1507</NoWarn>
                <RestorePackagesPath>{project.PathOf("packages")}</RestorePackagesPath>
                <RestoreFallbackFolders>{UsersPackages()}</RestoreFallbackFolders>
              </PropertyGroup>
              <ItemGroup>
            {string.Join('\n', Repository.PackageNames().Select(package => $"""    <PackageReference Include="{package}" Version="{VersionOf(feed.Find(package), package)}" />"""))}
                <PackageReference Include="{OpenTelemetry}" Version="{Repository.VersionOf(OpenTelemetry)}" />
              </ItemGroup>
            </Project>
            """);
        return project;
    }

    /// <summary>Builds and runs it.</summary>
    /// <returns>What was printed.</returns>
    public Task<string> RunAsync() => DotnetCommand.RunAsync(_folder, "run", "--project", PathOf("Consumer.csproj"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string VersionOf(string path, string package) => Path.GetFileNameWithoutExtension(path)[(package.Length + 1)..];

    private static string UsersPackages() =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } folder
            ? folder
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private string PathOf(string name) => Path.Combine(_folder, name);
}
