using System.Text.Json;
using AlternatorHandler.Testing;

namespace Counters;

/// <summary>Which nodes coordinated the writes of a counter: those of one counter compete with each other.</summary>
internal static class Coordinators
{
    /// <summary>Returns how many nodes wrote each counter.</summary>
    public static Dictionary<string, int> PerCounter(AlternatorTestCluster nodes) => nodes.Nodes
        .SelectMany(node => node.Requests.Where(request => request.Operation == "UpdateItem").Select(request => (Counter: CounterOf(request), node.Host)))
        .Distinct()
        .GroupBy(write => write.Counter)
        .ToDictionary(writes => writes.Key, writes => writes.Count());

    private static string CounterOf(RecordedRequest request)
    {
        using var body = JsonDocument.Parse(request.Body);
        return body.RootElement.GetProperty("Key").GetProperty(CounterTable.Key).GetProperty("S").GetString()!;
    }
}
