using System.Globalization;
using System.Reflection;
using System.Text;
using AlternatorHandler.Rigs.Reliability.Chaos;
using AlternatorHandler.Rigs.Reliability.Drills;
using AlternatorHandler.Rigs.Reliability.Journals;
using AlternatorHandler.Rigs.Reliability.Load;
using AlternatorHandler.Rigs.Reliability.Storms;
using Amazon.Runtime;

namespace AlternatorHandler.Rigs.Reliability.Results;

/// <summary>Runs all parts and writes down what they showed.</summary>
internal sealed class Report
{
    private readonly StringBuilder _text = new();
    private readonly List<string> _broken = [];

    private Report()
    {
    }

    public string Text => _text.ToString();

    public int BrokenPromises { get; private set; }

    public static async Task<Report> WriteAsync(ReliabilityArguments line)
    {
        var report = new Report();
        var loadAtStart = Machine.LoadAverage();
        var parts = new Report();
        if (line.Chaos > TimeSpan.Zero)
        {
            parts.Append(await ChaosRun.RunAsync(line.Seed, line.Chaos));
        }

        if (line.DrillScale > 0)
        {
            await parts.AppendDrillsAsync(line.DrillScale);
        }

        if (line.Storm > TimeSpan.Zero)
        {
            parts.Append(await StormRun.RunAsync(line.Seed, line.Storm));
        }

        report.AppendHead(line, loadAtStart, Machine.LoadAverage());
        report._text.Append(parts._text);
        report.AppendBroken(parts._broken);
        report.BrokenPromises = parts.BrokenPromises;
        return report;
    }

    private void AppendHead(ReliabilityArguments line, string loadAtStart, string loadAtEnd) => _text.Append(CultureInfo.InvariantCulture, $"""
        # Reliability

        [AlternatorHandler](../../README.md) · related: [failures](failures.md), [testing](testing.md)

        ```
        dotnet run -c Release --project test/AlternatorHandler.Rigs -- reliability --seed {line.Seed} --chaos {line.Chaos.TotalSeconds} --drill-scale {line.DrillScale} --storm {line.Storm.TotalSeconds}
        ```

        The command writes this page: {Machine.Describe()}, load average {loadAtStart} at the start and {loadAtEnd} at the end. The same seed produces the same faults at the same times, but not the same numbers. `ChaosTests`, `DrillTests` and `StormTests` are shorter runs of the same scenarios.

        * Nodes, clients and callers share one process and real sockets on loopback. Each caller owns its items and records what every read of them must return; the nodes report every write that the tables apply. Both are compared, and the whole table is read at the end.
        * Operations: GetItem and Query (reads); unconditional PutItem, DeleteItem, UpdateItem with SET, BatchWriteItem (idempotent writes); UpdateItem with ADD, conditional PutItem (others).
        * Others fail when a node dies between receiving them and responding: whether they were applied is unknown, and AlternatorHandler does not guess. Each failure is the response of a node, or lists its attempts.
        * Options have their default values, unless stated otherwise.

        """);

    private void Append(ChaosResult result)
    {
        var statistics = result.Statistics;
        _text.Append(CultureInfo.InvariantCulture, $"""

            ## Chaos

            {ChaosRun.Nodes} nodes, {ChaosRun.Workers} callers, half with the AWS SDK and half with a typed client, {ChaosRun.Rate} operations a second. The seeds are a DNS name. At most {ChaosRun.MostAtOnce} nodes have a fault at the same time; each lasts 0.3 to 4 s.

            | | |
            |---|---|
            | seed, duration | {result.Seed}, {result.Duration.TotalSeconds:0} s |
            | operations | {statistics.Operations:#,0}: {Counts(statistics.OperationsOf)} |
            | faults injected | {result.Faults.Count}: {string.Join(", ", result.Faults.CountBy(fault => fault.Kind).OrderBy(kind => kind.Key).Select(kind => $"{kind.Key} {kind.Value}"))} |
            | failed operations | {Counts(statistics.FailedOf)} |
            | acknowledged writes that are missing, reads of wrong data, other violations | {result.ViolationCount} |
            | ADD and conditional writes applied more than once | {statistics.DuplicateAdds + statistics.DuplicateConditionalWrites} |
            | idempotent writes applied more than once, without effect | {statistics.HarmlessRepetitions} |
            | p99, longest operation | {Milliseconds(statistics.Percentile(0.99))} ms, {Milliseconds(statistics.Longest)} ms; `TotalTimeout` is 30,000 ms |
            | resources before the client was created | {result.Start} |
            | resources after it was disposed | {result.End}; {statistics.Operations * 8 / 1024.0 / 1024:0.0} MiB of these are the durations of all operations, for this table |

            """);
        Keep(result.Violations, result.Failures, result.ViolationCount);
    }

    private async Task AppendDrillsAsync(double scale)
    {
        _text.Append(CultureInfo.InvariantCulture, $"""

            ## Restart, decommission, replacement, growth

            {DrillRun.Workers} callers, half with the AWS SDK and half with a typed client, {DrillRun.Rate} operations a second. Nodes drain, start and crash in ScyllaDB's order: the port closes while the node is listed, a starting node is listed 13 s before it listens, and a crashed one for another 20 s.
            The times of the cluster, and the intervals of discovery and probes, are multiplied by {scale}.

            | drill | took s | operations | failed reads | failed idempotent writes | failed others | p99 ms | longest ms | violations |
            |---|---:|---:|---:|---:|---:|---:|---:|---:|

            """);
        foreach (var drill in AllDrills.List)
        {
            var result = await DrillRun.RunAsync(drill, scale);
            _text.Append(CultureInfo.InvariantCulture, $"| {drill.Name} | {result.Duration.TotalSeconds:0} | {Columns(result.Statistics)} | {result.ViolationCount} |\n");
            Keep(result.Violations, result.Failures, result.ViolationCount + FailedNeedlessly(result.Statistics));
        }
    }

    private void Append(StormResult result)
    {
        _text.Append(CultureInfo.InvariantCulture, $"""

            ## Storm, side by side

            {StormRun.Nodes} nodes die and come back after 0.3 to 4 s, at most a third of them at once: {result.Faults.Count} deaths in {result.Duration.TotalSeconds:0} s, seed {result.Seed}. Before half of them the node applies writes for a moment and resets the connections instead of sending a response.
            All clients run at the same time under the same storm, each with a cluster of its own, {StormRun.Workers} callers and {StormRun.Rate} operations a second; a caller that waits does less. The single endpoint is the first node; round robin sends each request, and each of the SDK's repetitions, to the next node, dead or alive. Both retry as AWSSDK.Core {typeof(AmazonServiceException).Assembly.GetCustomAttribute<AssemblyFileVersionAttribute>()?.Version} does by default: ten times, with growing delays.

            | client | operations | failed reads | failed idempotent writes | failed others | p99 ms | longest ms | ADD applied again | condition failed because of its own write | reads of wrong data |
            |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|

            """);
        foreach (var row in result.Rows)
        {
            _text.Append(CultureInfo.InvariantCulture, $"| {row.Client} | {Columns(row.Statistics)} | {row.Statistics.DuplicateAdds} | {row.Statistics.FalseConditionFailures} | {row.ViolationCount} |\n");
        }

        Keep(result.Ours.Violations, result.Ours.Failures, result.Ours.ViolationCount + FailedNeedlessly(result.Ours.Statistics));
    }

    private void AppendBroken(List<string> broken)
    {
        if (broken.Count > 0)
        {
            _text.Append("\n## Failures of reads and idempotent writes, and violations\n\n");
            _text.AppendJoin('\n', broken.Select(line => $"* {line.ReplaceLineEndings(" ")}")).Append('\n');
        }
    }

    private void Keep(IEnumerable<string> violations, IEnumerable<string> failures, int broken)
    {
        _broken.AddRange([.. violations, .. failures]);
        BrokenPromises += broken;
    }

    private static int FailedNeedlessly(Statistics statistics) => statistics.FailedOf(WorkGroup.Read) + statistics.FailedOf(WorkGroup.IdempotentWrite);

    private static string Counts(Func<WorkGroup, int> count) => string.Create(
        CultureInfo.InvariantCulture, $"{count(WorkGroup.Read):#,0} reads, {count(WorkGroup.IdempotentWrite):#,0} idempotent writes, {count(WorkGroup.OtherWrite):#,0} others");

    private static string Columns(Statistics statistics) => string.Create(
        CultureInfo.InvariantCulture,
        $"{statistics.Operations:#,0} | {statistics.FailedOf(WorkGroup.Read)} | {statistics.FailedOf(WorkGroup.IdempotentWrite)} | {statistics.FailedOf(WorkGroup.OtherWrite)} | {Milliseconds(statistics.Percentile(0.99))} | {Milliseconds(statistics.Longest)}");

    private static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("#,0", CultureInfo.InvariantCulture);
}
