using AlternatorHandler.Benchmarks.Paired;
using AlternatorHandler.Nodes;
using AlternatorHandler.Protocol;
using AlternatorHandler.Routing;
using Microsoft.Extensions.Logging.Abstractions;

namespace AlternatorHandler.Benchmarks;

/// <summary>Picks a node of clusters of different sizes: the cost must not grow with them.</summary>
internal static class PickComparison
{
    public const string Command = "pick";

    internal static readonly Operation GetItem = Operation.FromName("GetItem");

    public static Task ReportAsync() => new PairedComparison(Case(3), Case(12), Case(100), Case(1000)).ReportAsync();

    private static PairedCase Case(int nodes)
    {
        var router = CreateRouter(nodes);
        return new PairedCase($"{nodes:N0} nodes", runs =>
        {
            for (; runs > 0; runs--)
            {
                router.PickFirst(GetItem);
            }

            return Task.CompletedTask;
        });
    }

    internal static Router CreateRouter(int nodes)
    {
        var addresses = Enumerable.Range(0, nodes).Select(i => new Uri($"http://10.0.{i / 250}.{1 + (i % 250)}:8000/")).ToArray();
        var table = new NodeTable(addresses, [], address => new AlternatorNode(address, address, new NodeCondition(AlternatorNodeState.Up, default, null, 0)));
        table.Replace(0, addresses, static _ => { });
        return new Router("benchmark", table, new LeastRequestsPolicy(), NullLogger.Instance);
    }
}
