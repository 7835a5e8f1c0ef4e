using System.Net;
using System.Net.Sockets;
using System.Text;
using AlternatorHandler.Testing;
using Amazon.Runtime;

namespace AlternatorHandler.FunctionalTests;

public sealed class SignedRequestTests
{
    private static readonly BasicAWSCredentials Credentials = new("alternator", "secret");

    [Test]
    public async Task Signed_headers_are_identical_on_every_attempt_and_verify_on_every_node()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.EnforceAuthorization = true);
        await using var client = TestClient.Of(cluster, credentials: Credentials);
        await client.DynamoDB.ListTablesAsync();
        foreach (var node in cluster.Nodes)
        {
            node.ClearRequests();
            node.Faults.Next(1, Fault.Shed);
        }

        await client.DynamoDB.ListTablesAsync();

        var attempts = cluster.Nodes.SelectMany(node => node.Requests).Where(request => request.Method == "POST").OrderBy(request => request.Time).ToArray();
        Assert.That(attempts, Has.Length.EqualTo(4));
        Assert.That(attempts[3].StatusCode, Is.EqualTo(200));
        var signed = attempts.Select(SignedHeaders).ToArray();
        Assert.That(signed.Distinct().Count(), Is.EqualTo(1), string.Join(Environment.NewLine, signed));
        Assert.That(signed[0], Does.Contain($"Host: {cluster.Addresses[0].Authority}").And.Contain("Authorization: AWS4-HMAC-SHA256").And.Contain("x-amz-date").IgnoreCase);
        for (var i = 0; i < 3; i++)
        {
            await client.DynamoDB.ListTablesAsync();
        }

        Assert.That(cluster.Nodes.Select(node => node.Requests.Count(request => request.StatusCode == 200)), Is.All.GreaterThanOrEqualTo(1));
    }

    [Test]
    public async Task Nothing_of_a_request_body_is_sent_after_the_call_returned()
    {
        using var slow = new TcpListener(IPAddress.Loopback, 0);
        slow.Start();
        var seed = new Uri($"http://127.0.0.1:{((IPEndPoint)slow.LocalEndpoint).Port}");
        var reader = ReadSlowlyAsync(slow);
        await using var client = TestClient.OfSeed(seed, options =>
        {
            options.Discovery.Enabled = false;
            options.Discovery.InitialTimeout = TimeSpan.Zero;
            options.Retry.MaxAttempts = 1;
            options.Retry.AttemptTimeout = 300.Milliseconds();
            options.HealthProbe.Timeout = 300.Milliseconds();
        });

        // Larger than what the kernel buffers, so that most of it waits for a reader while the attempt times out. The SDK then reuses the buffer:
        // several requests in a row give its pool the chance to hand out the same one.
        const string letters = "ABCDEFGH";
        foreach (var letter in letters)
        {
            var order = Orders.Put("a");
            order.Item["Padding"] = new(new string(letter, 12_000_000));
            await Failure.OfAsync(() => client.DynamoDB.PutItemAsync(order));
        }

        slow.Stop();
        var connections = await reader;
        Assert.That(connections.Count(connection => connection.Contains(Run(letters[0]), StringComparison.Ordinal)), Is.EqualTo(1));
        foreach (var connection in connections)
        {
            Assert.That(letters.Count(letter => connection.Contains(Run(letter), StringComparison.Ordinal)), Is.LessThanOrEqualTo(1), "one connection carried the bodies of two requests");
        }
    }

    private static string Run(char letter) => new(letter, 1000);

    private static string SignedHeaders(RecordedRequest request)
    {
        var authorization = request.Headers.Single(header => header.Key == "Authorization").Value;
        var names = authorization.Split("SignedHeaders=")[1].Split(',')[0].Split(';');
        return string.Join("; ", request.Headers
            .Where(header => header.Key == "Authorization" || names.Contains(header.Key, StringComparer.OrdinalIgnoreCase))
            .OrderBy(header => header.Key, StringComparer.Ordinal)
            .Select(header => $"{header.Key}: {header.Value}"));
    }

    /// <summary>Accepts connections, reads none of them until the listener stops, then each to its end.</summary>
    private static async Task<List<string>> ReadSlowlyAsync(TcpListener listener)
    {
        var connections = new List<Socket>();
        try
        {
            while (true)
            {
                connections.Add(await listener.AcceptSocketAsync());
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
        }

        using var deadline = new CancellationTokenSource(10.Seconds(), TimeProvider.System);
        var received = new List<string>();
        foreach (var connection in connections)
        {
            using var bytes = new MemoryStream();
            await using var stream = new NetworkStream(connection, ownsSocket: true);
            try
            {
                await stream.CopyToAsync(bytes, deadline.Token);
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException)
            {
                // Reset by the client, or never ended: what came before counts.
            }

            received.Add(Encoding.Latin1.GetString(bytes.ToArray()));
        }

        return received;
    }
}
