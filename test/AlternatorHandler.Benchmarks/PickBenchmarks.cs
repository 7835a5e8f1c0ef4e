using AlternatorHandler.Nodes;
using AlternatorHandler.Resilience;
using AlternatorHandler.Routing;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;

namespace AlternatorHandler.Benchmarks;

/// <summary>Picks a node of clusters of different sizes: the cost must not grow with them.</summary>
[MemoryDiagnoser]
[Config(typeof(ShortInProcess))]
public class PickBenchmarks
{
    private Router _router = null!;

    [Params(3, 12, 100, 1000)]
    public int Nodes { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var options = new AlternatorOptions();
        var addresses = Enumerable.Range(0, Nodes).Select(i => new Uri($"http://10.0.{i / 250}.{1 + (i % 250)}:8000/")).ToArray();
        var table = new NodeTable(addresses, [], address => new AlternatorNode(
            address,
            address,
            new NodeCondition(AlternatorNodeState.Up, default, null, 0),
            _ => BreakerOptions.Create(options.CircuitBreaker, null, static () => { }, TimeProvider.System, NullLogger.Instance)));
        table.Replace(0, addresses, static _ => { });
        _router = new Router("benchmark", table, new LeastRequestsPolicy(), NullLogger.Instance);
    }

    [Benchmark]
    public object? PickFirst() => _router.PickFirst("GetItem");
}
