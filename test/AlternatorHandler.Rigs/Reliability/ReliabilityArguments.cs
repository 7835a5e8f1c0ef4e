using System.Globalization;

namespace AlternatorHandler.Rigs.Reliability;

/// <summary>Represents the arguments of <see cref="ReliabilityCommand"/>.</summary>
/// <param name="Seed">The seed of all faults and operations.</param>
/// <param name="Chaos">How long the chaos lasts.</param>
/// <param name="Storm">How long the storm lasts.</param>
/// <param name="DrillScale">1 for drills in the times of a real cluster, less for shorter ones.</param>
/// <param name="IsPrintedOnly">Whether the committed report stays as it is.</param>
internal sealed record ReliabilityArguments(int Seed, TimeSpan Chaos, TimeSpan Storm, double DrillScale, bool IsPrintedOnly)
{
    public const string Help = """
        Usage: dotnet run -c Release --project test/AlternatorHandler.Rigs -- reliability [options]

        --seed 1           What faults and operations are drawn from. The same seed gives the same faults at the same times.
        --chaos 600        Seconds of chaos; 0 for none.
        --storm 180        Seconds of the storm; 0 for none.
        --drill-scale 1    1 for drills in the times of a real cluster; less for shorter ones; 0 for none.
        --print            Leaves src/docs/reliability.md as it is.

        It takes about 20 minutes. The exit code is 0 if no promise was broken.
        """;

    /// <exception cref="FormatException">An argument is not valid.</exception>
    public static ReliabilityArguments Parse(IReadOnlyList<string> arguments)
    {
        var line = new ReliabilityArguments(Seed: 1, TimeSpan.FromSeconds(600), TimeSpan.FromSeconds(180), DrillScale: 1, IsPrintedOnly: false);
        for (var i = 0; i < arguments.Count; i++)
        {
            line = arguments[i] switch
            {
                "--print" => line with { IsPrintedOnly = true },
                "--seed" => line with { Seed = (int)Next() },
                "--chaos" => line with { Chaos = TimeSpan.FromSeconds(Next()) },
                "--storm" => line with { Storm = TimeSpan.FromSeconds(Next()) },
                "--drill-scale" => line with { DrillScale = Next() },
                var other => throw new FormatException($"Unknown argument: {other}"),
            };

            double Next() => ++i < arguments.Count && double.TryParse(arguments[i], CultureInfo.InvariantCulture, out var number) && number >= 0
                ? number
                : throw new FormatException($"{arguments[Math.Min(i, arguments.Count) - 1]} needs a number.");
        }

        return line;
    }
}
