using AlternatorHandler.Options.Configuration;

namespace AlternatorHandler.UnitTests.Options.Page;

/// <summary>Compares the committed options page with the options.</summary>
public sealed class OptionsPageTests
{
    private const string UpdateVariable = "UPDATE_DOCS";

    private const string Command = $"{UpdateVariable}=1 dotnet test test/AlternatorHandler.UnitTests --filter OptionsPage";

    private static readonly string Page = Repository.Path("src", "docs", "options.md");

    [Test]
    public void The_options_page_equals_the_page_generated_from_the_options()
    {
        var committed = File.ReadAllText(Page).ReplaceLineEndings("\n");
        var generated = $"{committed[..committed.IndexOf(OptionsPage.Marker, StringComparison.Ordinal)]}{OptionsPage.Marker}\n\n{new OptionsPage().Generate()}";
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            File.WriteAllText(Page, committed = generated);
        }

        Assert.That(committed, Is.EqualTo(generated), $"Run `{Command}` and commit src/docs/options.md.");
    }

    [Test]
    public void The_options_page_contains_the_command_that_generates_it() => Assert.That(File.ReadAllText(Page), Does.Contain(Command));

    [Test]
    public void The_options_page_names_the_options_whose_changes_take_effect_at_once()
    {
        var cells = File.ReadLines(Page)
            .SkipWhile(line => !line.StartsWith("| option | takes effect with |", StringComparison.Ordinal))
            .Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Split('|')[1].Split("except"))
            .ToList();
        var named = cells.SelectMany(cell => GetNames(cell[0])).ToList();
        var excepted = cells.SelectMany(cell => cell[1..]).SelectMany(GetNames).ToList();

        Assert.That(
            OptionCatalog.All.Where(option => named.Exists(name => IsWithin(option.Path, name)) && !excepted.Contains(option.Path)),
            Is.EquivalentTo(OptionCatalog.All.Where(option => option.IsLive)));
    }

    [Test]
    public void The_options_page_describes_every_option_completely() =>
        Assert.That(new OptionsPage().Generate().Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)), Has.None.EndsWith("|  |"));

    private static IEnumerable<string> GetNames(string cell) => cell.Split('`').Where((_, index) => index % 2 == 1);

    private static bool IsWithin(string path, string name) => path == name || path.StartsWith($"{name}:", StringComparison.Ordinal);
}
