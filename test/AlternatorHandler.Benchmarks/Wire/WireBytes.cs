using AlternatorHandler.Testing;
using Amazon.DynamoDBv2;

namespace AlternatorHandler.Benchmarks.Wire;

/// <summary>Prints how many bytes an operation is on the wire, with and without what makes it smaller. Nothing here depends on the machine.</summary>
internal static class WireBytes
{
    private const int Operations = 50;

    private static readonly int[] Sizes = [4096, 100_000];

    public static async Task ReportAsync()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.EnforceAuthorization = true);
        var seed = cluster.Addresses[0];
        (string Name, Func<CountedClient> Create)[] cases =
        [
            ("AWS SDK alone", () => CountedClient.Plain(seed)),
            ("handler, SDK signs", () => CountedClient.Over(seed, sdkSigns: true, _ => { })),
            ("handler, SDK signs, trimmed", () => CountedClient.Over(seed, sdkSigns: true, Trim)),
            ("handler signs", () => CountedClient.Over(seed, sdkSigns: false, _ => { })),
            ("handler signs, trimmed", () => CountedClient.Over(seed, sdkSigns: false, Trim)),
            ("handler signs, trimmed, compressed", () => CountedClient.Over(seed, sdkSigns: false, options =>
            {
                Trim(options);
                options.RequestCompression.Enabled = true;
                options.ResponseCompression.Enabled = true;
            })),
        ];

        await using (var first = CountedClient.Plain(seed))
        {
            await SampleTable.CreateAsync(first.DynamoDB);
        }

        Console.WriteLine("| case | item | GetItem request | reply | PutItem request | reply |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|");
        foreach (var size in Sizes)
        {
            foreach (var (name, create) in cases)
            {
                await using var client = create();
                var put = await MeasureAsync(client, dynamoDB => dynamoDB.PutItemAsync(SampleOrder.Table, SampleOrder.Of("a", size)));
                var get = await MeasureAsync(client, dynamoDB => dynamoDB.GetItemAsync(SampleOrder.Table, SampleOrder.Key("a"), consistentRead: true));
                Console.WriteLine($"| {name} | {size:N0} B | {get.Sent:N0} | {get.Received:N0} | {put.Sent:N0} | {put.Received:N0} |");
            }
        }
    }

    private static void Trim(AlternatorOptions options) => options.HeaderTrimming.Enabled = true;

    private static async Task<(long Sent, long Received)> MeasureAsync(CountedClient client, Func<IAmazonDynamoDB, Task> operation)
    {
        var (sent, received) = (client.Count.Sent, client.Count.Received);
        for (var i = 0; i < Operations; i++)
        {
            await operation(client.DynamoDB);
        }

        return ((client.Count.Sent - sent) / Operations, (client.Count.Received - received) / Operations);
    }
}
