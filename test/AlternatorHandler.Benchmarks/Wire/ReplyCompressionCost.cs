using System.Diagnostics;
using System.Net;
using AlternatorHandler.Rigs.NodeHost;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace AlternatorHandler.Benchmarks.Wire;

/// <summary>Prints what compressed replies cost the client and the node, and what they save, one operation after the other over loopback.</summary>
internal static class ReplyCompressionCost
{
    private const int Rounds = 11;

    private static readonly IPAddress[] Hosts = [IPAddress.Parse("127.0.0.60"), IPAddress.Parse("127.0.0.61"), IPAddress.Parse("127.0.0.62")];

    public static async Task ReportAsync()
    {
        await using var nodes = await NodeProcess.StartAsync(new NodeArguments { Listen = Hosts });
        await using var plain = CountedClient.Over(nodes.Addresses[0], sdkSigns: false, _ => { });
        await using var compressed = CountedClient.Over(nodes.Addresses[0], sdkSigns: false, options => options.ResponseCompression.Enabled = true);
        await SampleTable.CreateAsync(plain.DynamoDB);
        await plain.DynamoDB.PutItemAsync(SampleOrder.Table, SampleOrder.Of("get", 4200));
        for (var i = 0; i < 10; i++)
        {
            await plain.DynamoDB.PutItemAsync(SampleOrder.Table, SampleOrder.Of($"query-{i}", 10_000));
        }

        Console.WriteLine("| reply | | client | node | received |");
        Console.WriteLine("|---|---|---:|---:|---:|");
        await CompareAsync("GetItem, 4 KB", 2000, dynamoDB => dynamoDB.GetItemAsync(SampleOrder.Table, SampleOrder.Key("get"), consistentRead: true));
        await CompareAsync("Query, 100 KB", 300, dynamoDB => dynamoDB.QueryAsync(new QueryRequest
        {
            TableName = SampleOrder.Table,
            KeyConditionExpression = "customer = :c and begins_with(id, :q)",
            ExpressionAttributeValues = new() { [":c"] = new("customer-17"), [":q"] = new("query-") },
        }));

        async Task CompareAsync(string name, int operations, Func<IAmazonDynamoDB, Task> operation)
        {
            (CountedClient Client, string Name, List<Cost> Costs)[] cases = [(plain, "plain", []), (compressed, "gzip", [])];
            for (var round = -2; round < Rounds; round++)
            {
                foreach (var (client, _, costs) in cases)
                {
                    var cost = await MeasureAsync(nodes, client, operations, operation);
                    if (round >= 0)
                    {
                        costs.Add(cost);
                    }
                }
            }

            foreach (var (_, caseName, costs) in cases)
            {
                Console.WriteLine($"| {name} | {caseName} | {Median(costs, cost => cost.Client):0} us | {Median(costs, cost => cost.Node):0} us | {Median(costs, cost => cost.Received):N0} B |");
            }
        }
    }

    private static async Task<Cost> MeasureAsync(NodeProcess nodes, CountedClient client, int operations, Func<IAmazonDynamoDB, Task> operation)
    {
        using var self = Process.GetCurrentProcess();
        var (own, node, received) = (self.TotalProcessorTime, nodes.ProcessorTime, client.Count.Received);
        for (var i = 0; i < operations; i++)
        {
            await operation(client.DynamoDB);
        }

        self.Refresh();
        return new Cost(
            (self.TotalProcessorTime - own).TotalMicroseconds / operations,
            (nodes.ProcessorTime - node).TotalMicroseconds / operations,
            (double)(client.Count.Received - received) / operations);
    }

    private static double Median(IEnumerable<Cost> costs, Func<Cost, double> of) => costs.Select(of).Order().ElementAt(Rounds / 2);

    private sealed record Cost(double Client, double Node, double Received);
}
