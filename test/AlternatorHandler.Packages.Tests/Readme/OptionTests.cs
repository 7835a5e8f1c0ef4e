using System.Text.Json;
using System.Text.RegularExpressions;

namespace AlternatorHandler.Packages.Tests.Readme;

/// <summary>Compares the options in the documents with those of the code.</summary>
public sealed partial class OptionTests
{
    private static readonly MarkdownFile OptionsPage = MarkdownFile.Read(Repository.Path("src", "docs", "options.md"));

    private static readonly MarkdownFile Migration = MarkdownFile.Read(Repository.Path("src", "docs", "migration.md"));

    [TestCaseSource(typeof(MarkdownFile), nameof(MarkdownFile.OfRepository))]
    public void An_option_that_is_named_exists(MarkdownFile file)
    {
        var named = file.InlineCode().Where(code => IsOption(code.Code));

        Assert.That(named.Where(code => !Exists(code.Code)), Is.Empty);
    }

    [TestCaseSource(typeof(MarkdownFile), nameof(MarkdownFile.OfRepository))]
    public void The_first_column_of_a_table_of_options_names_options(MarkdownFile file)
    {
        var named =
            from row in MarkdownRow.In(file)
            where row.Header[0] is "option" or "member"
            from code in MarkdownFile.CodesIn(row.Cells[0])
            select (row.Place, code);

        Assert.That(named.Where(option => !Exists(option.code)), Is.Empty);
    }

    [TestCaseSource(typeof(MarkdownFile), nameof(MarkdownFile.OfRepository))]
    public void A_default_in_a_table_is_that_of_the_option(MarkdownFile file)
    {
        foreach (var row in MarkdownRow.In(file).Where(row => row.Header[0] == "option"))
        {
            if (row["default"] is { } written
                && MarkdownFile.CodesIn(row.Cells[0]).ToArray() is [var option]
                && OptionSchema.Options.GetValueOrDefault(OptionSchema.PathOf(option)) is { } value)
            {
                Assert.That(
                    OptionSchema.WaysToWrite(value).Any(way => Regex.IsMatch(written, $"^{Regex.Escape(way)}(?:$|[ :]|, )")),
                    $"{row.Place}: the default of {option} is {value.GetRawText()}, not {written}.");
            }
        }
    }

    [Test]
    public void The_options_page_has_each_option_once()
    {
        var rows = MarkdownRow.In(OptionsPage).Where(row => row["default"] is not null);

        Assert.That(rows.SelectMany(row => MarkdownFile.CodesIn(row.Cells[0])).Select(OptionSchema.PathOf), Is.EquivalentTo(OptionSchema.Options.Keys));
    }

    [Test]
    public void The_configuration_on_the_options_page_has_each_default()
    {
        using var shown = JsonDocument.Parse(Json().Match(OptionsPage.Text).Groups["json"].Value);
        var values = ValuesOf(shown.RootElement.GetProperty("Alternator"), "").Where(option => option.Path != "Seeds").ToDictionary(option => option.Path, option => option.Value);
        var defaults = OptionSchema.Options.Where(option => option.Value is not null && !option.Key.Contains('*', StringComparison.Ordinal)).ToDictionary(option => option.Key, option => option.Value!.Value);

        Assert.That(values.Keys, Is.EquivalentTo(defaults.Keys));
        Assert.That(values.Where(option => !OptionSchema.AreEqual(option.Value, defaults[option.Key])), Is.Empty);
    }

    [Test]
    public void What_the_migration_leads_to_exists()
    {
        var api = string.Concat(Directory.EnumerateFiles(Repository.Path("test", "AlternatorHandler.Packages.Tests", "PublicApi"), "*.txt").Select(File.ReadAllText));
        var named =
            from row in MarkdownRow.In(Migration)
            where row["here"] is not null
            from code in MarkdownFile.CodesIn(row["here"]!)
            select (row.Place, code);

        Assert.That(named.Count(), Is.GreaterThan(40));
        Assert.That(
            named.Where(name => !Exists(name.code) && !Identifier().Matches(name.code).All(part => Regex.IsMatch(api, $@"\b{part.Value}\b"))),
            Is.Empty);
    }

    [TestCase("src/docs/options.md", 140)]
    [TestCase("src/docs/tuning.md", 50)]
    [TestCase("src/docs/migration.md", 30)]
    [TestCase("src/docs/failures.md", 10)]
    [TestCase("src/docs/troubleshooting.md", 15)]
    public void The_options_are_found(string file, int atLeast) =>
        Assert.That(MarkdownFile.Read(Repository.Path(file)).InlineCode().Count(code => IsOption(code.Code)), Is.GreaterThan(atLeast));

    /// <summary>Whether code can be nothing but an option: a path of configuration, or a member of the options.</summary>
    private static bool IsOption(string code) =>
        ConfigurationPath().IsMatch(code)
        || (MemberPath().Match(code) is { Success: true } member
            && (member.Groups["variable"].Success
                || (member.Groups["path"].Value.Split('.') is [var first, _, ..] && typeof(AlternatorOptions).GetProperty(first) is not null)));

    private static bool Exists(string code) =>
        (ConfigurationPath().Match(code) is { Success: true } path && OptionSchema.Has(OptionSchema.PathOf(path.Groups["path"].Value)))
        || (MemberPath().Match(code) is { Success: true } member && IsMember(member.Groups["path"].Value.Split('.')));

    private static bool IsMember(string[] names)
    {
        var type = typeof(AlternatorOptions);
        foreach (var name in names)
        {
            if (type?.GetMember(name) is not [var member, ..])
            {
                return false;
            }

            type = (member as System.Reflection.PropertyInfo)?.PropertyType;
        }

        return true;
    }

    private static IEnumerable<(string Path, JsonElement Value)> ValuesOf(JsonElement place, string path) => place.ValueKind == JsonValueKind.Object
        ? place.EnumerateObject().SelectMany(property => ValuesOf(property.Value, path.Length == 0 ? property.Name : $"{path}:{property.Name}"))
        : [(path, place)];

    [GeneratedRegex(@"^(?:Alternator:)?(?<path>[A-Z][A-Za-z]*(?::(?:[A-Z][A-Za-z]*|n|\d+|<\w+>))+)(?![\w:/.])")]
    private static partial Regex ConfigurationPath();

    [GeneratedRegex(@"^(?:(?<variable>o|options)\.)?(?<path>[A-Z]\w*(?:\.[A-Z]\w*)*)(?:\(|$)")]
    private static partial Regex MemberPath();

    [GeneratedRegex(@"[A-Za-z]\w+")]
    private static partial Regex Identifier();

    [GeneratedRegex(@"^```json\n(?<json>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Json();
}
