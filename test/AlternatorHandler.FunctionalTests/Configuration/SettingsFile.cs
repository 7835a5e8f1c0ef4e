using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace AlternatorHandler.FunctionalTests.Configuration;

/// <summary>An <c>appsettings.json</c> that changes while the application runs.</summary>
internal sealed class SettingsFile : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("alternator-settings-");
    private readonly ConfigurationRoot _configuration;

    public SettingsFile(object options)
    {
        Write(options);
        _configuration = (ConfigurationRoot)new ConfigurationBuilder().SetBasePath(_directory.FullName).AddJsonFile("appsettings.json", optional: false, reloadOnChange: true).Build();
    }

    public IConfiguration Section => _configuration.GetSection("Alternator");

    public void Write(object options)
    {
        // As a deployment does it: the file is there as a whole, or as it was.
        var path = Path.Combine(_directory.FullName, "appsettings.json");
        File.WriteAllText(path + ".new", JsonSerializer.Serialize(new { Alternator = options }));
        File.Move(path + ".new", path, overwrite: true);
    }

    public void Dispose()
    {
        _configuration.Dispose();
        _directory.Delete(recursive: true);
    }
}
