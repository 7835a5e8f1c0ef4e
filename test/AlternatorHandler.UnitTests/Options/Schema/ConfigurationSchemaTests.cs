using System.Text.Json;
using System.Text.RegularExpressions;
using AlternatorHandler.UnitTests.Options.Configuration;

namespace AlternatorHandler.UnitTests.Options.Schema;

public sealed class ConfigurationSchemaTests
{
    private static readonly string SchemaPath = Find();

    [Test]
    public void The_schema_matches_the_options()
    {
        var schema = new SchemaGenerator().Generate();
        if (Environment.GetEnvironmentVariable("ALTERNATOR_ACCEPT_SCHEMA") == "1")
        {
            File.WriteAllText(SchemaPath, schema);
        }

        Assert.That(File.ReadAllText(SchemaPath), Is.EqualTo(schema), "Run this test with ALTERNATOR_ACCEPT_SCHEMA=1 to write the file anew.");
    }

    [Test]
    public void The_schema_has_every_option_with_a_description()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(SchemaPath));
        foreach (var (path, _) in OptionProperties.All())
        {
            var place = schema.RootElement.GetProperty("properties").GetProperty("Alternator");
            foreach (var key in path.Split(':'))
            {
                place = key != "*" ? place.GetProperty("properties").GetProperty(key)
                    : place.TryGetProperty("items", out var items) ? items
                    : place.GetProperty("additionalProperties");
            }

            Assert.That(path.EndsWith('*') || place.GetProperty("description").GetString()!.EndsWith('.') || place.GetProperty("description").GetString()!.EndsWith(')'), Is.True, path);
        }
    }

    [TestCase("00:00:02", true)]
    [TestCase("00:00:00.005", true)]
    [TestCase("-00:00:00.001", true, Description = "infinite")]
    [TestCase("1.00:00:00", true)]
    [TestCase("10:30", true)]
    [TestCase("ten", false)]
    [TestCase("2s", false)]
    public void The_time_span_pattern_of_the_schema_is_that_of_dotnet(string text, bool isTime)
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(SchemaPath));
        var options = schema.RootElement.GetProperty("properties").GetProperty("Alternator").GetProperty("properties");
        var pattern = options.GetProperty("Retry").GetProperty("properties").GetProperty("AttemptTimeout").GetProperty("pattern").GetString()!;

        Assert.That(TimeSpan.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out _), Is.EqualTo(isTime));
        Assert.That(Regex.IsMatch(text, pattern), Is.EqualTo(isTime));
    }

    // Not by the path of this file, which a build for release does not know.
    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "AlternatorHandler.sln")))
        {
            folder = folder.Parent!;
        }

        return Path.Combine(folder.FullName, "src", "AlternatorHandler", "ConfigurationSchema.json");
    }
}
