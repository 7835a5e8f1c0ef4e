using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using AlternatorHandler.Testing;
using Amazon.DynamoDBv2.Model;
using Microsoft.Extensions.Logging;

namespace AlternatorHandler.FunctionalTests.Wire;

public sealed class CompressedRequestTests
{
    [Test]
    public async Task A_large_put_arrives_as_gzip_and_a_small_one_as_it_is_and_both_verify()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.EnforceAuthorization = true);
        await using var client = WireClient.Of(cluster, WireSigner.Handler, Compress);
        await Orders.CreateAsync(client.DynamoDB);

        await client.DynamoDB.PutItemAsync(Orders.Put("small"));
        await client.DynamoDB.PutItemAsync(Padded("large", WireTables.Text(50_000)));

        var puts = Requests(cluster, "PutItem");
        Assert.That(puts.Select(put => put.Header("Content-Encoding")), Is.EqualTo([null, "gzip"]));
        Assert.That(puts.Select(put => put.Header("Content-Length")), Is.EqualTo(puts.Select(put => $"{put.Body.Length}")));
        Assert.That(puts.Select(put => put.Header("Transfer-Encoding")), Is.All.Null);
        Assert.That(puts[1].Body.Length, Is.LessThan(10_000));
        Assert.That(Decompress(puts[1].Body).RootElement.GetProperty("Item").GetProperty("Padding").GetProperty("S").GetString(), Is.EqualTo(WireTables.Text(50_000)));
    }

    [Test]
    public async Task Data_that_gzip_does_not_make_smaller_are_sent_as_they_are()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.EnforceAuthorization = true);
        await using var client = WireClient.Of(cluster, WireSigner.Handler, Compress);
        await Orders.CreateAsync(client.DynamoDB);
        using var request = AlternatorRequest.Of("PutItem", new ByteArrayContent(RandomNumberGenerator.GetBytes(20_000)));
        using var reply = await client.Http.SendAsync(request);

        Assert.That(Requests(cluster, "PutItem").Single().Header("Content-Encoding"), Is.Null);
        Assert.That(Requests(cluster, "PutItem").Single().Body.Length, Is.EqualTo(20_000));
    }

    [Test]
    public async Task A_compressed_put_whose_response_is_lost_is_sent_again_with_the_same_body([Values] WireSigner signer)
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = WireClient.Of(cluster, signer, Compress);
        await Orders.CreateAsync(client.DynamoDB);
        foreach (var node in cluster.Nodes.Take(2))
        {
            node.Faults.Always(Fault.LostReply, operation: "PutItem");
        }

        for (var i = 0; i < 3; i++)
        {
            await client.DynamoDB.PutItemAsync(Padded("a", WireTables.Text(5000)));
        }

        var puts = Requests(cluster, "PutItem");
        Assert.That(puts, Has.Count.GreaterThan(3));
        Assert.That(puts.Select(put => put.Header("Content-Encoding")), Is.All.EqualTo(signer == WireSigner.Sdk ? null : "gzip"));
        Assert.That(puts.Select(put => Convert.ToHexString(put.Body.Span)).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_compressed_ADD_whose_response_is_lost_is_not_sent_again()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = WireClient.Of(cluster, WireSigner.Handler, Compress);
        await Orders.CreateAsync(client.DynamoDB);
        await client.DynamoDB.PutItemAsync(Orders.Put("counter", 0));
        foreach (var node in cluster.Nodes)
        {
            node.Faults.Next(1, Fault.LostReply, operation: "UpdateItem");
        }

        var add = Orders.Add("counter");
        add.UpdateExpression += " SET Padding = :padding";
        add.ExpressionAttributeValues[":padding"] = new(WireTables.Text(5000));
        await Failure.OfAsync(() => client.DynamoDB.UpdateItemAsync(add));

        Assert.That(Requests(cluster, "UpdateItem").Single().Header("Content-Encoding"), Is.EqualTo("gzip"));
        Assert.That(await Orders.AmountAsync(client.DynamoDB, "counter"), Is.EqualTo(1));
    }

    [Test]
    public async Task The_warning_that_signed_bodies_are_not_compressed_is_logged_once()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.EnforceAuthorization = true);
        await using var client = WireClient.Of(cluster, WireSigner.Sdk, Compress);
        await Orders.CreateAsync(client.DynamoDB);
        for (var i = 0; i < 3; i++)
        {
            await client.DynamoDB.PutItemAsync(Padded("a", WireTables.Text(5000)));
        }

        var logged = client.Logs.Collector.Of("SignedBodyNotCompressed");
        Assert.That(logged, Has.Count.EqualTo(1));
        Assert.That(logged[0].Level, Is.EqualTo(LogLevel.Warning));
        Assert.That(logged[0].Message, Does.Contain("PutItem"));
    }

    [Test]
    public async Task The_caller_gets_its_body_back_after_a_synchronous_Send_that_failed_over()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.EnforceAuthorization = true);
        await using var client = WireClient.Of(cluster, WireSigner.Handler, Compress);
        await Orders.CreateAsync(client.DynamoDB);
        await cluster[0].KillAsync();
        await cluster[1].KillAsync();
        var json = JsonSerializer.Serialize(new { TableName = Orders.Table, Item = new { Id = new { S = "a" }, Amount = new { N = "7" }, Padding = new { S = WireTables.Text(5000) } } });

        using var request = AlternatorRequest.Of("PutItem", new StringContent(json));
        var content = request.Content;
        using var reply = client.Http.Send(request);

        Assert.That(reply.IsSuccessStatusCode, Is.True);
        Assert.That(request.Content, Is.SameAs(content));
        Assert.That(await content!.ReadAsStringAsync(), Is.EqualTo(json));
        Assert.That(content.Headers.ContentEncoding, Is.Empty);
        Assert.That(request.Options, Is.Empty);
        Assert.That(await Orders.AmountAsync(client.DynamoDB, "a"), Is.EqualTo(7));
    }

    [Test]
    public async Task Many_workers_never_send_each_others_bodies()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.EnforceAuthorization = true);
        await using var client = WireClient.Of(cluster, WireSigner.Handler, options =>
        {
            Compress(options);
            options.ResponseCompression.Enabled = true;
            options.HeaderTrimming.Enabled = true;
        });
        await Orders.CreateAsync(client.DynamoDB);
        cluster[1].Faults.Next(100, Fault.Shed);

        await Workers.RunAsync(16, 600, async i =>
        {
            var text = $"{i}:{WireTables.Text(2000 + (i * 17))}";
            await client.DynamoDB.PutItemAsync(Padded($"{i}", text));
            var reply = await client.DynamoDB.GetItemAsync(Orders.Get($"{i}"));
            Assert.That(reply.Item["Padding"].S, Is.EqualTo(text));
        });
    }

    private static void Compress(AlternatorOptions options) => options.RequestCompression.Enabled = true;

    private static PutItemRequest Padded(string id, string padding)
    {
        var put = Orders.Put(id);
        put.Item["Padding"] = new(padding);
        return put;
    }

    private static List<RecordedRequest> Requests(AlternatorTestCluster cluster, string operation) =>
        [.. cluster.Nodes.SelectMany(node => node.Requests).Where(request => request.Operation == operation).OrderBy(request => request.Time)];

    private static JsonDocument Decompress(ReadOnlyMemory<byte> body)
    {
        using var stream = new GZipStream(new MemoryStream(body.ToArray()), CompressionMode.Decompress);
        return JsonDocument.Parse(stream);
    }
}
