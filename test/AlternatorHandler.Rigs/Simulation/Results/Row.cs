using AlternatorHandler.Rigs.Simulation.Scenarios;

namespace AlternatorHandler.Rigs.Simulation.Results;

/// <summary>What one kind of client made of a scenario.</summary>
/// <param name="Client">The kind of client.</param>
/// <param name="Success">The share of requests whose answer is no error, however late.</param>
/// <param name="P50">The median of the time that callers waited, failed requests included.</param>
/// <param name="P99">The 99th percentile.</param>
/// <param name="P999">The 99.9th percentile.</param>
/// <param name="Slowest">The longest time.</param>
/// <param name="Attempts">Attempts for each request.</param>
/// <param name="ToAvoid">The worst time to avoid a node, in seconds.</param>
/// <param name="ToRestore">The worst time to restore one.</param>
/// <param name="Imbalance">The most that a node without a fault got, of their mean; of all nodes if all have faults; nothing if they got nothing.</param>
internal sealed record Row(
    string Client,
    double Success,
    TimeSpan P50,
    TimeSpan P99,
    TimeSpan P999,
    TimeSpan Slowest,
    double Attempts,
    double? ToAvoid,
    double? ToRestore,
    double? Imbalance)
{
    // Until then clients learn of the nodes.
    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(5);

    public static Row Of(string client, Scenario scenario, IReadOnlyList<Request> requests, IReadOnlyList<List<TimeSpan>> attempts)
    {
        Request[] counted = [.. requests.Where(request => request.Wanted >= Warm)];
        TimeSpan[] took = [.. counted.Select(request => request.Took).Order()];
        int[] perNode = [.. attempts.Select(times => times.Count(time => time >= Warm))];
        int[] faultless = [.. Enumerable.Range(0, perNode.Length).Where(node => scenario.Outages.All(outage => outage.Node != node)).Select(node => perNode[node])];
        int[] compared = faultless.Length > 0 ? faultless : perNode;
        var avoidance = new Avoidance(scenario, attempts);
        return new Row(
            client,
            (double)counted.Count(request => request.IsAnswered) / counted.Length,
            Percentile(took, 0.5),
            Percentile(took, 0.99),
            Percentile(took, 0.999),
            took[^1],
            (double)perNode.Sum() / counted.Length,
            avoidance.TimeToAvoid,
            avoidance.TimeToRestore,
            compared.Max() is var most and > 0 ? most / compared.Average() : null);
    }

    private static TimeSpan Percentile(TimeSpan[] sorted, double share) => sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];
}
