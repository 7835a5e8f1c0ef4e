using System.Text.Json;
using AlternatorHandler.Testing;

namespace Counters;

/// <summary>Reads from the recorded requests which nodes coordinated the writes of each counter.</summary>
internal static class Coordinators
{
    /// <summary>Returns the number of coordinators of each counter.</summary>
    public static Dictionary<string, int> CountPerCounter(AlternatorTestCluster nodes) => nodes.Nodes
        .SelectMany(node => node.Requests.Where(request => request.Operation == "UpdateItem").Select(request => (Counter: ParseCounter(request), node.Host)))
        .Distinct()
        .GroupBy(write => write.Counter)
        .ToDictionary(writes => writes.Key, writes => writes.Count());

    private static string ParseCounter(RecordedRequest request)
    {
        using var body = JsonDocument.Parse(request.Body);
        return body.RootElement.GetProperty("Key").GetProperty(CounterTable.Key).GetProperty("S").GetString()!;
    }
}
