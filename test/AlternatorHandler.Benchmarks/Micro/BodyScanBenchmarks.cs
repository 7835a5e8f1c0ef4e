using System.Text;
using AlternatorHandler.Affinity;
using AlternatorHandler.Protocol;
using BenchmarkDotNet.Attributes;

namespace AlternatorHandler.Benchmarks.Micro;

/// <summary>Finds the partition keys in a request's body, and the node that they prefer.</summary>
[MemoryDiagnoser]
[Config(typeof(ShortInProcess))]
public class BodyScanBenchmarks
{
    private readonly AffinityFinder _affinity = new(AlternatorKeyAffinityMode.AnyWrite, new PartitionKeyNames(new Dictionary<string, string> { ["orders"] = "id" }));

    private HttpRequestMessage _request = null!;
    private Operation _operation = null!;

    [Params("200 B", "4 KB", "25 items")]
    public string Body { get; set; } = null!;

    [GlobalSetup]
    public void Setup()
    {
        var isBatch = Body == "25 items";
        var json = Body switch
        {
            "200 B" => Put(1, 80),
            "4 KB" => Put(1, 3_900),
            _ => """{"RequestItems":{"orders":[""" + string.Join(',', Enumerable.Range(1, 25).Select(i => """{"PutRequest":{""" + Item(i, 100) + "}}")) + "]}}",
        };
        _request = new HttpRequestMessage(HttpMethod.Post, "http://10.0.0.1:8000/") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(json)) };
        _request.Headers.TryAddWithoutValidation("X-Amz-Target", isBatch ? "DynamoDB_20120810.BatchWriteItem" : "DynamoDB_20120810.PutItem");
        _operation = Operation.FromRequest(_request);
    }

    [Benchmark]
    public int FirstOfTwelve() => _affinity.Find(_request, _operation)!.Value.GetFirst(12);

    private static string Put(int id, int size) => """{"TableName":"orders",""" + Item(id, size) + "}";

    private static string Item(int id, int size) => $$$"""
        "Item":{"text":{"S":"{{{new string('x', size)}}}"},"id":{"S":"order-{{{id}}}"}}
        """;
}
