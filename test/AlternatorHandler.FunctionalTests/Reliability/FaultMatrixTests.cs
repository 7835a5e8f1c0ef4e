using System.Reflection;
using AlternatorHandler.Testing;

namespace AlternatorHandler.FunctionalTests.Reliability;

// Most of the time goes by in waiting for time limits and delays.
[Parallelizable(ParallelScope.All)]
public sealed class FaultMatrixTests
{
    private const int Parallelism = 12;
    private const int ManyReads = 10;

    public static IEnumerable<FaultRow> Rows => FaultMatrixTable.All;

    [TestCaseSource(nameof(Rows))]
    public async Task Every_request_ends_as_the_table_states(FaultRow row)
    {
        await using var cluster = await FaultyCluster.StartAsync(row);
        var requests = await Task.WhenAll(MatrixCell.All.Select(cell => MatrixRequest.PrepareAsync(cluster, cell)));
        await cluster.InjectAsync();

        // Requests that wait for their time limits cost nothing meanwhile.
        var parallelism = MatrixFault.All[row.Fault].IsSilent ? requests.Length : Parallelism;
        await Workers.RunAsync(parallelism, requests.Length, i => requests[i].SendAsync());
        await cluster.HealAsync();

        using (Assert.EnterMultipleScope())
        {
            foreach (var request in requests)
            {
                await VerifyAsync(cluster, row, request);
                await request.DisposeAsync();
            }
        }
    }

    [TestCaseSource(nameof(Rows))]
    public async Task The_number_of_nodes_down_after_ten_reads_is_that_of_the_table(FaultRow row)
    {
        await using var cluster = await FaultyCluster.StartAsync(row);
        await using var client = await cluster.ConnectAsync("many", options => options.Retry.MaxAttempts = 3);
        await cluster.InjectAsync();

        // One after the other, so that nodes that answer 500 all do so equally often; but ten time limits would take long.
        var parallelism = MatrixFault.All[row.Fault].IsSilent ? ManyReads : 1;
        await Workers.RunAsync(parallelism, ManyReads, _ => FaultyCluster.SendAsync(client, MatrixClient.Typed, MatrixOperation.PointRead, "many"));

        // Polly tells that a breaker has opened a moment later, on a thread of its own.
        await Eventually.TrueAsync(() => MatrixRequest.DownIn(client).Count >= row.DownAfterTen, 10.Seconds());
        var down = MatrixRequest.DownIn(client);
        Assert.That(down, Has.Count.EqualTo(row.DownAfterTen));
        VerifyDown(cluster, row, down);
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

    private static async Task VerifyAsync(FaultyCluster cluster, FaultRow row, MatrixRequest request)
    {
        var cell = request.Cell;
        var seen = request.Seen!;
        var applied = await cluster.AppliedAsync(cell.Operation, cell.Id);
        Assert.That(new ExpectedOutcome(seen.Word, request.Attempts, applied), Is.EqualTo(row[cell]), $"{cell}: {seen.Failure}");
        Assert.That(request.Down, Has.Count.EqualTo(row.DownAfterOne), $"nodes down after {cell}");
        VerifyDown(cluster, row, request.Down);
        VerifyNodes(cluster, cell, request.Attempts);
        VerifyError(cluster, row, cell, seen, request.Attempts);
    }

    private static void VerifyDown(FaultyCluster cluster, FaultRow row, IEnumerable<string> down)
    {
        if (!row.AllNodes)
        {
            Assert.That(down, Is.All.EqualTo(cluster.First.Host));
        }
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
}
