using AlternatorHandler.Testing;

namespace AlternatorHandler.FunctionalTests.Wire;

public sealed class CompressedResponseTests
{
    [Test]
    public async Task A_large_response_is_compressed_on_the_wire_and_not_for_the_caller([Values("gzip", "deflate")] string encoding, [Values(10_000, 300_000)] int size, [Values] bool isAsync)
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.EnforceAuthorization = true);
        await using var client = WireClient.Of(cluster, WireSigner.Handler, Decompress, onlyEncoding: encoding);
        await PutAsync(client, size);

        for (var i = 0; i < 6; i++)
        {
            using var request = AlternatorRequest.Get("a");
            using var reply = isAsync ? await client.Http.SendAsync(request) : client.Http.Send(request);
            var text = await reply.Content.ReadAsStringAsync();

            Assert.That(text, Does.Contain(new string('x', size)).And.EndsWith("}"));
            Assert.That(reply.Content.Headers.ContentEncoding, Is.Empty);
            Assert.That(reply.Content.Headers.ContentLength, Is.EqualTo(text.Length));
            Assert.That(reply.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/x-amz-json-1.0"));
        }

        Assert.That(client.Replies.Where(reply => reply.Operation == "GetItem").Select(reply => reply.Encoding), Is.All.EqualTo(encoding));
        Assert.That(cluster.Nodes.Select(node => node.OpenConnections), Is.All.LessThanOrEqualTo(2), "connections are used again");
    }

    [Test]
    public async Task An_error_is_not_compressed_and_arrives([Values] bool isAsync)
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = WireClient.Of(cluster, WireSigner.Nobody, Decompress);
        using var request = AlternatorRequest.Get(new string('x', 10_000));
        using var reply = isAsync ? await client.Http.SendAsync(request) : client.Http.Send(request);

        Assert.That(await reply.Content.ReadAsStringAsync(), Does.Contain("ResourceNotFoundException"));
    }

    [Test]
    public async Task A_response_that_ends_early_or_is_damaged_is_a_failed_attempt([Values] bool isShort)
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = WireClient.Of(cluster, WireSigner.Nobody, Decompress, damage: (node, body) => node.Authority == cluster.Addresses[0].Authority ? Damage(body, isShort) : body);
        await PutAsync(client, 10_000);
        await client.Client.WaitForStateAsync(cluster[0], AlternatorNodeState.Up, within: 10.Seconds());

        for (var i = 0; i < 6; i++)
        {
            var reply = await client.DynamoDB.GetItemAsync(Orders.Get("a"));
            Assert.That(reply.Item["Padding"].S, Has.Length.EqualTo(10_000));
        }

        Assert.That(client.Client.Status(cluster[0]).LastFailure, Is.Null.Or.EqualTo("the response cannot be decompressed"));
        Assert.That(client.Logs.Collector.Messages, Has.Some.EqualTo($"Attempt 1 of GetItem on {cluster.Addresses[0].Authority} failed: the response cannot be decompressed."));
    }

    [TestCase(true, "ends early")]
    [TestCase(false, "is damaged")]
    public async Task If_all_nodes_send_damaged_responses_the_error_names_nodes_and_reasons(bool isShort, string why)
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = WireClient.Of(cluster, WireSigner.Nobody, Decompress, damage: (_, body) => Damage(body, isShort));
        await PutAsync(client, 10_000);

        var failure = await Failure.OfAsync(() => client.DynamoDB.GetItemAsync(Orders.Get("a")));

        Assert.That(failure, Is.InstanceOf<HttpRequestException>().With.Property(nameof(HttpRequestException.HttpRequestError)).EqualTo(HttpRequestError.InvalidResponse));
        Assert.That(failure.Message, Does.Match(@"^GetItem failed: 127\.0\.0\.\d:\d+ the response cannot be decompressed after \d+ ms, then "));
        Assert.That(failure.GetBaseException(), Is.InstanceOf<InvalidDataException>());
        Assert.That(failure.InnerException!.Message, Does.Match($@"^The response of 127\.0\.0\.\d:\d+ cannot be decompressed: it {why}\."));
    }

    [Test]
    public async Task A_node_that_dies_inside_a_compressed_response_is_a_failed_attempt([Values] bool isAsync)
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = WireClient.Of(cluster, WireSigner.Nobody, Decompress);
        await PutAsync(client, 50_000);
        foreach (var node in cluster.Nodes)
        {
            node.Faults.Next(1, Fault.TruncatedBody, operation: "GetItem");
        }

        for (var i = 0; i < 6; i++)
        {
            using var request = AlternatorRequest.Get("a");
            using var reply = isAsync ? await client.Http.SendAsync(request) : client.Http.Send(request);
            Assert.That(await reply.Content.ReadAsStringAsync(), Does.Contain("xxxxx").And.EndsWith("}"));
        }

        Assert.That(cluster.Nodes.SelectMany(node => node.Requests).Count(request => request.Fault is not null), Is.EqualTo(3));
    }

    [Test]
    public async Task A_response_that_decompresses_to_more_than_the_buffer_is_streamed_whole()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var client = WireClient.Of(cluster, WireSigner.Nobody, options =>
        {
            Decompress(options);
            options.Retry.MaxBufferSize = 10_000;
        });
        await PutAsync(client, 300_000);

        Assert.That((await client.DynamoDB.GetItemAsync(Orders.Get("a"))).Item["Padding"].S, Has.Length.EqualTo(300_000));
        Assert.That(client.Replies.Last().Encoding, Is.EqualTo("gzip"));
    }

    private static void Decompress(AlternatorOptions options) => options.ResponseCompression.Enabled = true;

    private static async Task PutAsync(WireClient client, int size)
    {
        await Orders.CreateAsync(client.DynamoDB);
        var put = Orders.Put("a");
        put.Item["Padding"] = new(new string('x', size));
        await client.DynamoDB.PutItemAsync(put);
    }

    // Only what is compressed begins like gzip.
    private static byte[] Damage(byte[] body, bool isShort)
    {
        if (body is not [0x1F, 0x8B, ..])
        {
            return body;
        }

        if (isShort)
        {
            return body[..(body.Length / 2)];
        }

        body[^6] ^= 1;
        return body;
    }
}
