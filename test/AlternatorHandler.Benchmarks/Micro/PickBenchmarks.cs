using AlternatorHandler.Routing;
using BenchmarkDotNet.Attributes;

namespace AlternatorHandler.Benchmarks.Micro;

/// <summary>Picks nodes, by one thread and by several at once, which share the turn and the counters.</summary>
[MemoryDiagnoser]
[Config(typeof(ShortInProcess))]
public class PickBenchmarks
{
    private const int Picks = 100_000;

    private Router _router = null!;

    [Params(3, 12, 100, 1000)]
    public int Nodes { get; set; }

    [Params(1, 8)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Setup() => _router = PickComparison.CreateRouter(Nodes);

    [Benchmark(OperationsPerInvoke = Picks)]
    public void Pick()
    {
        if (Threads == 1)
        {
            Run(Picks);
        }
        else
        {
            Parallel.For(0, Threads, new ParallelOptions { MaxDegreeOfParallelism = Threads }, _ => Run(Picks / Threads));
        }
    }

    private void Run(int picks)
    {
        for (; picks > 0; picks--)
        {
            var node = _router.PickFirst(PickComparison.GetItem)!;
            node.BeginAttempt(1);
            node.EndAttempt();
        }
    }
}
