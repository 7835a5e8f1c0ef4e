using System.Globalization;
using AlternatorHandler.Fuzz;

// dotnet run -c Release --project test/AlternatorHandler.Fuzz -- [--iterations 1000000] [--seed 1] [--target LocalNodes]
var iterations = int.Parse(Option("--iterations") ?? "100000", CultureInfo.InvariantCulture);
var seed = int.Parse(Option("--seed") ?? "1", CultureInfo.InvariantCulture);
var isClean = true;
Console.WriteLine($"Seed {seed}");
foreach (var target in FuzzRun.Targets.Where(target => Option("--target") is not { } name || name == target.Name))
{
    var result = FuzzRun.Of(target, iterations, seed);
    Console.WriteLine(result);
    foreach (var find in result.Finds)
    {
        isClean = false;
        Console.WriteLine($"  {Convert.ToBase64String(find.Input)}\n  {find.Failure}");
    }
}

return isClean ? 0 : 1;

string? Option(string name) => Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;
