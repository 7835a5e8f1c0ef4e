using System.Globalization;
using System.Text;
using AlternatorHandler.Rigs.Simulation.Clients;
using AlternatorHandler.Rigs.Simulation.Scenarios;

namespace AlternatorHandler.Rigs.Simulation.Results;

/// <summary>The tables of all scenarios, as they are committed.</summary>
internal static class Report
{
    private const string Head = """
        # Simulation

        ```
        dotnet run -c Release --project test/AlternatorHandler.Rigs -- simulation
        ```

        This file is what the command prints: the same code gives the same numbers, to the last digit, and `SimulationTableTests` fails if they are not those below.
        The handler, its routing, health, discovery, breakers and budget are the real ones with default options; only time and the network are simulated.
        Change it with the code: the difference in this file says what the change does.

        * Six nodes work on four requests at a time each, 10 ms at the median and 35 ms at the 99th percentile; what is more waits, and beyond 200 it is shed. The network takes 0.5 ms.
        * Callers read 300 items a second (150 in the rolling restart), whether or not earlier reads were answered. The first 5 s are not counted.
        * `round robin` goes on to the next node after a failure, with the timeouts, delays and four attempts of AlternatorHandler but no budget; every 10 s it asks one node for the list and believes it.
          `+ breaker` puts Polly's circuit breaker before each node: half of at least 5 attempts within 10 s open it for 5 s.
        * success: answers that are no errors, however late. Times are what callers waited, failed requests included.
        * avoid: from the beginning of the fault until the node gets less than a quarter of an equal share for 2 s. restore: from the end of the fault until it gets more than three quarters. The worst node counts.
        * imbalance: the most that a node without a fault got, of their mean; of all nodes, if all have faults.

        """;

    public static async Task<string> WriteAsync()
    {
        var report = new StringBuilder(Head);
        foreach (var scenario in AllScenarios.List)
        {
            report.Append(CultureInfo.InvariantCulture, $"\n## {scenario.Name}\n\n{scenario.Description}\n\n");
            report.Append("| client | success | p50 ms | p99 ms | p99.9 ms | slowest ms | attempts | avoid s | restore s | imbalance |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n");
            foreach (var kind in ClientKind.All)
            {
                Append(report, await Run.RowOfAsync(scenario, kind).ConfigureAwait(false));
            }
        }

        return report.ToString();
    }

    private static void Append(StringBuilder report, Row row) => report.Append(
        CultureInfo.InvariantCulture,
        $"| {row.Client} | {row.Success * 100:0.00}% | {Milliseconds(row.P50)} | {Milliseconds(row.P99)} | {Milliseconds(row.P999)} | {Milliseconds(row.Slowest)} | {row.Attempts:0.000} | {Seconds(row.ToAvoid)} | {Seconds(row.ToRestore)} | {row.Imbalance?.ToString("0.00", CultureInfo.InvariantCulture) ?? "-"} |\n");

    private static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Seconds(double? time) => time switch
    {
        null => "-",
        double.PositiveInfinity => "never",
        _ => time.Value.ToString("0.0", CultureInfo.InvariantCulture),
    };
}
