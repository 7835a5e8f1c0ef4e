using System.Globalization;

namespace AlternatorHandler.Rigs.Fuzz;

/// <summary>Runs the fuzz targets for as many inputs as requested.</summary>
internal static class FuzzCommand
{
    public const string Name = "fuzz";

    /// <returns>The exit code: 0 if there is no find.</returns>
    public static int Run(string[] arguments)
    {
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

        string? Option(string name) => Array.IndexOf(arguments, name) is var at and >= 0 && at + 1 < arguments.Length ? arguments[at + 1] : null;
    }
}
