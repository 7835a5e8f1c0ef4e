using System.Text.Json;
using System.Text.RegularExpressions;
using AlternatorHandler.UnitTests.Options.Configuration;

namespace AlternatorHandler.UnitTests.Options.Schema;

public sealed class ConfigurationSchemaTests
{
    private static readonly string SchemaPath = Repository.Path("src", "AlternatorHandler", "ConfigurationSchema.json");

    [Test]
    public void The_configuration_schema_equals_the_schema_generated_from_the_options()
    {
        var schema = new SchemaGenerator().Generate();
        if (Environment.GetEnvironmentVariable("ALTERNATOR_ACCEPT_SCHEMA") == "1")
        {
            File.WriteAllText(SchemaPath, schema);
        }

        Assert.That(File.ReadAllText(SchemaPath), Is.EqualTo(schema), "Run this test with ALTERNATOR_ACCEPT_SCHEMA=1 to regenerate the file.");
    }

    [Test]
    public void The_configuration_schema_describes_every_option()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(SchemaPath));
        foreach (var (path, _) in OptionProperties.All())
        {
            var element = schema.RootElement.GetProperty("properties").GetProperty("Alternator");
            foreach (var key in path.Split(':'))
            {
                element = key != "*" ? element.GetProperty("properties").GetProperty(key)
                    : element.TryGetProperty("items", out var items) ? items
                    : element.GetProperty("additionalProperties");
            }

            Assert.That(path.EndsWith('*') || element.GetProperty("description").GetString()!.EndsWith('.') || element.GetProperty("description").GetString()!.EndsWith(')'), Is.True, path);
        }
    }

    [TestCase("00:00:02", true)]
    [TestCase("00:00:00.005", true)]
    [TestCase("-00:00:00.001", true, Description = "infinite")]
    [TestCase("1.00:00:00", true)]
    [TestCase("10:30", true)]
    [TestCase("ten", false)]
    [TestCase("2s", false)]
    public void The_configuration_schema_accepts_the_time_spans_that_dotnet_parses(string text, bool isTime)
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(SchemaPath));
        var options = schema.RootElement.GetProperty("properties").GetProperty("Alternator").GetProperty("properties");
        var pattern = options.GetProperty("Retry").GetProperty("properties").GetProperty("AttemptTimeout").GetProperty("pattern").GetString()!;

        Assert.That(TimeSpan.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out _), Is.EqualTo(isTime));
        Assert.That(Regex.IsMatch(text, pattern), Is.EqualTo(isTime));
    }
}
