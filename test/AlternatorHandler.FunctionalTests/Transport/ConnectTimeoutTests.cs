using System.Net;
using System.Net.Sockets;

namespace AlternatorHandler.FunctionalTests.Transport;

/// <summary>What is said of a node that does not let anyone in.</summary>
public sealed class ConnectTimeoutTests
{
    [TestCase(null)]
    [TestCase("alternator.test")]
    public async Task A_TLS_handshake_timeout_is_distinguished_from_a_connect_timeout(string? serverName)
    {
        using var node = Listen(backlog: 100);
        await using var client = TestClient.OfSeed(new Uri($"https://{node.LocalEndPoint}"), options =>
        {
            options.Tls.ServerName = serverName;
            options.Transport.ConnectTimeout = 100.Milliseconds();
        });

        var failure = await Failure.OfAsync(() => client.DynamoDB.ListTablesAsync());

        Assert.That(failure.Message, Does.Contain("TLS handshake timed out"));
    }

    [Test]
    [Platform("Linux", Reason = "Other systems refuse what does not fit into the queue.")]
    public async Task A_node_that_accepts_no_connection_timed_out_on_connect([Values("http", "https")] string scheme)
    {
        using var node = Listen(backlog: 0);
        using var filled = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await filled.ConnectAsync(node.LocalEndPoint!);
        await using var client = TestClient.OfSeed(new Uri($"{scheme}://{node.LocalEndPoint}"), options => options.Transport.ConnectTimeout = 100.Milliseconds());

        var failure = await Failure.OfAsync(() => client.DynamoDB.ListTablesAsync());

        Assert.That(failure.Message, Does.Contain("connect timed out").And.Not.Contain("TLS"));
    }

    private static Socket Listen(int backlog)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen(backlog);
        return socket;
    }
}
