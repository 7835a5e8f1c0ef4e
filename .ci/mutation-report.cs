// Writes the score and the survivors of Stryker's reports to a document, and keeps the reasons that stand there: dotnet run .ci/mutation-report.cs -- document report ...
// Fails if a survivor has no reason, or a folder less than 85%.
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

const double Threshold = 0.85;
const string NoReason = "**no reason yet**";

var document = args[0];
var before = File.ReadAllText(document);
var intro = before.Split("\n| folder |")[0];
var reasons = new Dictionary<string, string>();
foreach (var section in before.Split("\n### ")[1..])
{
    foreach (var row in section.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)))
    {
        var end = row.LastIndexOf(" | ", StringComparison.Ordinal);
        reasons[section.Split('\n')[0] + row[..end]] = row[(end + 3)..^2];
    }
}

var mutants = args[1..].SelectMany(Mutant.ReadAll).ToList();

var text = new StringBuilder(intro);
text.Append("\n| folder | mutants | detected | of these by a timeout | score |\n|---|---:|---:|---:|---:|\n");
var isGood = true;
foreach (var folder in mutants.GroupBy(mutant => mutant.File.Split('/')[0]).Append(mutants.GroupBy(_ => "**all**").Single()))
{
    var noticed = folder.Count(mutant => !mutant.IsAlive);
    var score = (double)noticed / folder.Count();
    isGood &= score >= Threshold;
    text.Append(CultureInfo.InvariantCulture, $"| {folder.Key} | {folder.Count()} | {noticed} | {folder.Count(mutant => mutant.IsTimeout)} | {100 * score:0.0}% |\n");
}

foreach (var file in mutants.Where(mutant => mutant.IsAlive).GroupBy(mutant => mutant.File).OrderBy(file => file.Key, StringComparer.Ordinal))
{
    text.Append(CultureInfo.InvariantCulture, $"\n### {file.Key}\n\n| code | surviving mutant | reason |\n|---|---|---|\n");
    foreach (var row in file.Select(mutant => mutant.Row).Distinct())
    {
        var reason = reasons.GetValueOrDefault(file.Key + row, NoReason);
        isGood &= reason != NoReason;
        text.Append(CultureInfo.InvariantCulture, $"{row} | {reason} |\n");
    }
}

File.WriteAllText(document, text.ToString());
return isGood ? 0 : 1;

internal sealed record Mutant(string File, string Status, string Row)
{
    public bool IsAlive => Status is "Survived" or "NoCoverage";

    public bool IsTimeout => Status == "Timeout";

    public static IEnumerable<Mutant> ReadAll(string report)
    {
        using var json = JsonDocument.Parse(System.IO.File.ReadAllBytes(report));
        foreach (var file in json.RootElement.GetProperty("files").EnumerateObject())
        {
            var name = file.Name[(file.Name.IndexOf("/src/AlternatorHandler/", StringComparison.Ordinal) + "/src/AlternatorHandler/".Length)..];
            var lines = file.Value.GetProperty("source").GetString()!.Split('\n');
            foreach (var mutant in file.Value.GetProperty("mutants").EnumerateArray())
            {
                if (mutant.GetProperty("status").GetString() is "Survived" or "NoCoverage" or "Killed" or "Timeout")
                {
                    var code = Cut(lines, mutant.GetProperty("location"));
                    yield return new Mutant(name, mutant.GetProperty("status").GetString()!, $"| `{Cell(code)}` | `{Cell(mutant.GetProperty("replacement").GetString()!)}`");
                }
            }
        }
    }

    private static string Cut(string[] lines, JsonElement location)
    {
        var (start, end) = (location.GetProperty("start"), location.GetProperty("end"));
        var (first, last) = (start.GetProperty("line").GetInt32() - 1, end.GetProperty("line").GetInt32() - 1);
        var (from, to) = (start.GetProperty("column").GetInt32() - 1, end.GetProperty("column").GetInt32() - 1);
        return first == last ? lines[first][from..to] : string.Join(' ', [lines[first][from..], .. lines[(first + 1)..last], lines[last][..to]]);
    }

    private static string Cell(string code)
    {
        var line = Regex.Replace(code, @"\s+", " ").Replace("|", "\\|", StringComparison.Ordinal);
        return line.Length <= 160 ? line : $"{line[..100]} … {line[^50..]}";
    }
}
