using System.Net;
using AlternatorHandler.FunctionalTests.Tls;
using AlternatorHandler.Testing;
using Amazon.DynamoDBv2.Model;

namespace AlternatorHandler.FunctionalTests.Wire;

/// <summary>All wire options together, over plain http, https and mutual TLS.</summary>
public sealed class WireCombinationTests
{
    private const int Small = 100;
    private const int Large = 100_000;

    private readonly Dictionary<(WireTransport Transport, bool Verifies), AlternatorTestCluster> _clusters = [];

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        foreach (var transport in Enum.GetValues<WireTransport>())
        {
            foreach (var verifies in new[] { true, false })
            {
                var cluster = await AlternatorTestCluster.StartAsync(options =>
                {
                    options.EnforceAuthorization = verifies || transport == WireTransport.MutualTls;
                    options.Https = transport != WireTransport.Http;
                    options.ClientCertificates = transport == WireTransport.MutualTls ? ClientCertificateDemand.Required : ClientCertificateDemand.None;
                });
                _clusters[(transport, verifies)] = cluster;
                if (transport == WireTransport.Http)
                {
                    continue;
                }

                // What the SDK signed keeps the first node's name on all nodes: the certificate must hold for it everywhere.
                foreach (var node in cluster.Nodes)
                {
                    node.Certificate = cluster.CertificateAuthority.Issue(cluster.Nodes.Select(member => member.Host));
                }
            }
        }
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        foreach (var cluster in _clusters.Values)
        {
            await cluster.DisposeAsync();
        }
    }

    [TestCaseSource(typeof(WireCombination), nameof(WireCombination.All))]
    public async Task Every_combination_of_wire_options_works_against_nodes_that_verify(WireCombination combination)
    {
        ArgumentNullException.ThrowIfNull(combination);
        var cluster = _clusters[(combination.Transport, combination.Signer != WireSigner.Nobody)];
        var table = $"t{Guid.NewGuid():N}";
        foreach (var node in cluster.Nodes)
        {
            node.ClearRequests();
        }

        var isTls = combination.Transport != WireTransport.Http;
        await using var client = WireClient.Of(
            cluster,
            combination.Signer,
            options =>
            {
                combination.Configure(options);
                if (isTls)
                {
                    options.Tls.TrustCertificateAuthorities(TlsTest.Authorities(cluster));
                }

                if (combination.Transport == WireTransport.MutualTls)
                {
                    options.Tls.UseClientCertificate(cluster.CertificateAuthority.IssueClient(WireClient.User).Certificate);
                }
            },
            combination.ReplyEncoding,
            seed: isTls ? cluster.HttpsAddresses[0] : cluster.Addresses[0]);
        await client.Client.Cluster.RefreshAsync();
        await WireTables.CreateAsync(client.DynamoDB, table);

        await WriteAndReadAsync(client, table, "a");
        cluster[1].Faults.Always(Fault.Shed);
        try
        {
            await WriteAndReadAsync(client, table, "b");
        }
        finally
        {
            cluster[1].Faults.Clear();
        }

        var query = await client.DynamoDB.QueryAsync(WireTables.Query(table));
        Assert.That(query.Items.Select(item => item["Text"].S.Length), Is.EqualTo([Large, Small, Large, Small]));
        if (combination.Signer != WireSigner.Sdk)
        {
            await ReadTypedAsync(client, table, isAsync: true);
            await ReadTypedAsync(client, table, isAsync: false);
        }

        VerifyRequests(cluster, combination);
        Assert.That(
            client.Replies.Where(reply => reply.Operation == "Query").Select(reply => reply.Encoding),
            Is.Not.Empty.And.All.EqualTo(combination.ReplyEncoding));
    }

    private static async Task WriteAndReadAsync(WireClient client, string table, string prefix)
    {
        foreach (var (name, size) in new[] { ("small", Small), ("large", Large) })
        {
            var id = $"{prefix}-{name}";
            await client.DynamoDB.PutItemAsync(table, WireTables.Item(id, size));
            await client.DynamoDB.UpdateItemAsync(new UpdateItemRequest
            {
                TableName = table,
                Key = WireTables.Key(id),
                UpdateExpression = "SET Note = :n",
                ExpressionAttributeValues = new() { [":n"] = new(WireTables.Text(size)) },
            });
            var reply = await client.DynamoDB.GetItemAsync(table, WireTables.Key(id));
            Assert.That(reply.Item["Text"].S, Is.EqualTo(WireTables.Text(size)));
            Assert.That(reply.Item["Note"].S, Is.EqualTo(WireTables.Text(size)));
        }
    }

    private static async Task ReadTypedAsync(WireClient client, string table, bool isAsync)
    {
        using var request = AlternatorRequest.Of("GetItem", $$$$"""{"TableName":"{{{{table}}}}","Key":{"Customer":{"S":"ada"},"Id":{"S":"b-large"}}}""");
        using var response = isAsync ? await client.Http.SendAsync(request) : client.Http.Send(request);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        var text = await response.Content.ReadAsStringAsync();
        Assert.That(text, Does.Contain(WireTables.Text(Small)).And.EndsWith("}"));
        Assert.That(response.Content.Headers.ContentEncoding, Is.Empty);
    }

    private static void VerifyRequests(AlternatorTestCluster cluster, WireCombination combination)
    {
        var requests = cluster.Nodes.SelectMany(node => node.Requests).Where(request => request.Operation is not null).ToList();
        var large = requests.Where(request => request.Operation is "PutItem" && long.Parse(request.Header("Content-Length")!, null) > 500).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(requests.Where(request => request.Fault is null).Select(request => request.StatusCode), Is.All.EqualTo(200));
            Assert.That(requests.Select(request => request.Fault), Has.Some.Not.Null, "a request was shed and failed over");
            Assert.That(requests.Select(request => request.Header("Transfer-Encoding")), Is.All.Null);
            Assert.That(requests.Select(request => request.Header("Authorization") is not null), Is.All.EqualTo(combination.Signer != WireSigner.Nobody));
            Assert.That(large.Select(request => request.Header("Content-Encoding")), Is.Not.Empty.And.All.EqualTo(combination.SendsGzip ? "gzip" : null));
            Assert.That(requests.Select(request => request.Header("Accept-Encoding")), Is.All.EqualTo(combination.ReplyEncoding));
            Assert.That(requests.Select(request => request.Header("User-Agent")), Is.All.EndsWith(OwnProduct.Text));
            if (combination.Trims)
            {
                Assert.That(requests.Select(request => request.Header("User-Agent")), Is.All.StartsWith("alternator-handler-dotnet/"));
                Assert.That(requests.SelectMany(request => request.Headers).Select(header => header.Key), Has.None.StartsWith("amz-sdk"));
            }
        }
    }
}
