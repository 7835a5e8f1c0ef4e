using System.Text;
using AlternatorHandler.Discovery;
using BenchmarkDotNet.Attributes;

namespace AlternatorHandler.Benchmarks.Micro;

/// <summary>Reads a node's list of its peers.</summary>
[MemoryDiagnoser]
[Config(typeof(ShortInProcess))]
public class LocalNodesBenchmarks
{
    private byte[] _json = [];

    [Params(3, 100, 1000)]
    public int Nodes { get; set; }

    [GlobalSetup]
    public void Setup() => _json = Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Range(0, Nodes).Select(i => $"\"10.0.{i / 250}.{1 + (i % 250)}\""))}]");

    [Benchmark]
    public object Parse() => LocalNodesParser.Parse(_json, 4096);
}
