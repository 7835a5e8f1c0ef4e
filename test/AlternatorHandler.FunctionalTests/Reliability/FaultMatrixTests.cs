using System.Collections.Concurrent;
using System.Reflection;
using AlternatorHandler.Testing;

namespace AlternatorHandler.FunctionalTests.Reliability;

public sealed class FaultMatrixTests
{
    private const int Parallelism = 12;
    private const int ManyReads = 10;

    public static IEnumerable<FaultRow> Rows => FaultMatrixTable.All;

    [TestCaseSource(nameof(Rows))]
    public async Task Every_request_ends_as_the_table_says(FaultRow row)
    {
        await using var cluster = await FaultyCluster.StartAsync(row);
        var seen = new ConcurrentDictionary<MatrixCell, (SeenByCaller Seen, int Attempts)>();

        // Requests that wait for their time limits cost nothing meanwhile.
        var parallelism = MatrixFault.All[row.Fault].IsSilent ? MatrixCell.All.Count : Parallelism;
        await Parallel.ForEachAsync(MatrixCell.All, new ParallelOptions { MaxDegreeOfParallelism = parallelism }, async (cell, _) => seen[cell] = await SendAsync(cluster, row, cell));
        await cluster.HealAsync();

        using (Assert.EnterMultipleScope())
        {
            foreach (var (cell, (caller, attempts)) in seen)
            {
                Assert.That(new ExpectedOutcome(caller.Word, attempts, await cluster.AppliedAsync(cell.Operation, cell.Id)), Is.EqualTo(row[cell]), $"{cell}: {caller.Failure}");
                VerifyNodes(cluster, cell, attempts);
                VerifyError(cluster, row, cell, caller, attempts);
            }
        }
    }

    [TestCaseSource(nameof(Rows))]
    public async Task As_many_nodes_are_down_after_ten_reads_as_the_table_says(FaultRow row)
    {
        await using var cluster = await FaultyCluster.StartAsync(row);
        await using var client = cluster.ClientOf("many", options => options.Retry.MaxAttempts = 3);

        // One after the other, so that nodes that answer 500 all do so equally often; but ten time limits would take long.
        var parallelism = MatrixFault.All[row.Fault].IsSilent ? ManyReads : 1;
        await Workers.RunAsync(parallelism, ManyReads, _ => FaultyCluster.SendAsync(client, MatrixClient.Typed, MatrixOperation.PointRead, "many"));

        Assert.That(Down(client), Has.Length.EqualTo(row.DownAfterTen));
        Assert.That(Down(client), row.AllNodes ? Is.Not.Null : Is.All.EqualTo(cluster.First.Host));
    }

    [Test]
    public void Every_fault_of_the_test_cluster_is_in_the_table_for_one_node_and_for_all()
    {
        var faults = typeof(Fault).GetMembers(BindingFlags.Public | BindingFlags.Static)
            .Where(member => member is PropertyInfo { PropertyType: var made } && made == typeof(Fault) || member is MethodInfo { IsSpecialName: false, ReturnType: var returned } && returned == typeof(Fault))
            .Select(member => member.Name);
        var stops = typeof(AlternatorTestNode).GetMethods()
            .Where(method => method.ReturnType == typeof(Task) && method.Name != nameof(AlternatorTestNode.StartAsync))
            .Select(method => method.Name.Replace("Async", "", StringComparison.Ordinal));
        var messages = typeof(ServerErrors).GetFields().Select(field => field.Name);

        // The others are what the node says of its cluster: discovery's concern, which these clients do without.
        var settings = typeof(AlternatorTestNode).GetProperties().Where(property => property.SetMethod is { IsPublic: true }).Select(property => property.Name);
        string[] discovery = [nameof(AlternatorTestNode.IsListed), nameof(AlternatorTestNode.ListedAs), nameof(AlternatorTestNode.ListsOnlyItself), nameof(AlternatorTestNode.LocalNodesBody)];

        foreach (var allNodes in new[] { false, true })
        {
            var rows = Rows.Where(row => row.AllNodes == allNodes).Select(row => row.Fault).ToArray();
            Assert.That(rows, Is.EquivalentTo(MatrixFault.All.Keys));
            Assert.That(rows.Select(row => row.Split('(')[0]).Distinct(), Is.EquivalentTo([.. faults, .. stops, .. settings.Except(discovery)]));
            Assert.That(rows.Where(row => row.StartsWith(nameof(Fault.InternalServerError), StringComparison.Ordinal)).Select(row => row.Split('(', ',', ')')[1]).Distinct(), Is.EquivalentTo(messages));
        }

        TestContext.Out.WriteLine(FaultMatrixTable.ToMarkdown());
    }

    private static async Task<(SeenByCaller Seen, int Attempts)> SendAsync(FaultyCluster cluster, FaultRow row, MatrixCell cell)
    {
        var attempts = 1;
        await using var client = cluster.ClientOf(cell.Id, options => options.RetryWrites = cell.RetryWrites, retried: () => attempts++);
        var seen = await FaultyCluster.SendAsync(client, cell.Client, cell.Operation, cell.Id);
        var down = Down(client);
        Assert.That(down, Has.Length.EqualTo(row.DownAfterOne), $"nodes down after {cell}");
        Assert.That(down, row.AllNodes ? Is.Not.Null : Is.All.EqualTo(cluster.First.Host));
        return (seen, attempts);
    }

    private static void VerifyNodes(FaultyCluster cluster, MatrixCell cell, int attempts)
    {
        var reached = cluster.Reached(cell.Id);
        Assert.That(reached, Has.Count.EqualTo(attempts - cluster.Unreached(attempts)), $"requests that reached nodes: {cell}");
        Assert.That(reached.Distinct().Count(), Is.EqualTo(Math.Min(reached.Count, 3)), $"different nodes: {cell}");
        if (cluster.Unreached(attempts) == 0)
        {
            Assert.That(reached[0], Is.EqualTo(cluster.First), $"first node: {cell}");
        }
    }

    private static void VerifyError(FaultyCluster cluster, FaultRow row, MatrixCell cell, SeenByCaller caller, int attempts)
    {
        if (caller.Word == "throttled")
        {
            Assert.That(row.Fault, Does.EndWith($"({caller.ErrorType})"), $"{cell}");
        }

        if (caller.Failure is { } failure)
        {
            var named = (string[])failure.Data["AlternatorHandler.Attempts"]!;
            Assert.That(named, Has.Length.EqualTo(attempts), $"attempts that the error of {cell} names");
            Assert.That(named[0], Does.StartWith(cluster.First.Host));
            Assert.That(named, Is.All.Matches<string>(attempt => failure.Message.Contains(attempt, StringComparison.Ordinal)), failure.Message);
        }
    }

    private static string[] Down(TestClient client) =>
        [.. client.Cluster.Nodes.Where(node => node.State == AlternatorNodeState.Down).Select(node => node.Address.Host)];
}
