using System.Net;
using System.Net.Sockets;
using System.Text;
using AlternatorHandler.Wire;

namespace AlternatorHandler.UnitTests.Wire;

public sealed class TransportFactoryTests
{
    [Test]
    public async Task A_connection_is_reported_only_when_it_starts_to_open_and_when_it_is_open()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var options = new AlternatorOptions { Seeds = { new Uri("http://127.0.0.1:8000") } };
        var reported = new List<string>();
        using var transport = TransportFactory.Create(options, static _ => { }, endPoint => reported.Add($"{endPoint.Host}:{endPoint.Port}"), TimeProvider.System);
        using var client = new HttpMessageInvoker(transport);
        var served = ServeAsync(listener, requests: 3);

        for (var i = 0; i < 3; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{port}/");
            using var response = await client.SendAsync(request, CancellationToken.None).WaitAsync(20.Seconds());
        }

        await served.WaitAsync(20.Seconds());
        Assert.That(reported, Is.EqualTo(new[] { $"127.0.0.1:{port}", $"127.0.0.1:{port}" }));
    }

    private static async Task ServeAsync(TcpListener listener, int requests)
    {
        using var connection = await listener.AcceptTcpClientAsync();
        var stream = connection.GetStream();
        var buffer = new byte[4096];
        for (var i = 0; i < requests; i++)
        {
            _ = await stream.ReadAsync(buffer);
            await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        }
    }
}
