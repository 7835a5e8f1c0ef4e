using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using Microsoft.Extensions.DependencyInjection;
using WireMock.Logging;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;

namespace AlternatorHandler.FunctionalTests.WireMock;

/// <summary>Three WireMock servers on 127.0.0.1, 127.0.0.2 and 127.0.0.3, with one port. Each lists all of them and passes health probes.</summary>
internal sealed class WireMockNodes : IDisposable
{
    public static readonly IReadOnlyList<string> Hosts = ["127.0.0.1", "127.0.0.2", "127.0.0.3"];

    private const string HttpClientName = "orders";

    private readonly WireMockServer[] _servers;

    private WireMockNodes(WireMockServer[] servers)
    {
        _servers = servers;
        foreach (var server in servers)
        {
            server.Given(Request.Create().WithPath("/").UsingGet()).RespondWith(Response.Create().WithBody("healthy"));
        }

        StubNodeList(Response.Create().WithBodyAsJson(Hosts));
    }

    public WireMockServer this[int index] => _servers[index];

    public static WireMockNodes Start()
    {
        var port = GetFreePort();
        return new WireMockNodes([.. Hosts.Select(host => Start(host, port))]);
    }

    /// <summary>Creates a client without the AWS SDK.</summary>
    public static HttpClient CreateHttpClient(TestClient client) => client.Services.GetRequiredService<IHttpClientFactory>().CreateClient(HttpClientName);

    /// <summary>Creates a client whose nodes are all known and up.</summary>
    public async Task<TestClient> ConnectAsync(Action<AlternatorOptions>? configure = null, AWSCredentials? credentials = null)
    {
        var client = TestClient.OfSeed(
            GetAddress(0),
            configure,
            services => services.AddHttpClient(HttpClientName).AddAlternatorLoadBalancing(),
            credentials);
        await client.Cluster.RefreshAsync();
        await Eventually.TrueAsync(() => client.Cluster.Nodes.All(node => node.State == AlternatorNodeState.Up), 10.Seconds());
        return client;
    }

    // Not the server's own Url, which has localhost instead of 127.0.0.1.
    public Uri GetAddress(int index) => new($"http://{Hosts[index]}:{_servers[index].Port}");

    /// <summary>Stubs an operation on all servers. Of several stubs the newest is used.</summary>
    public void StubAll(string operation, IResponseBuilder response)
    {
        foreach (var server in _servers)
        {
            server.Given(Stub.Operation(operation)).RespondWith(response);
        }
    }

    public void StubNodeList(IResponseBuilder response)
    {
        foreach (var server in _servers)
        {
            server.Given(Request.Create().WithPath("/localnodes").UsingGet()).RespondWith(response);
        }
    }

    /// <summary>Returns the requests of an operation that a server has logged, with their responses.</summary>
    public IReadOnlyList<ILogEntry> GetLog(int index, string operation) => _servers[index].FindLogEntries(Stub.Operation(operation));

    /// <summary>Returns the requests of an operation that all servers have logged, with their responses.</summary>
    public IReadOnlyList<ILogEntry> GetLog(string operation) => [.. _servers.SelectMany((_, index) => GetLog(index, operation))];

    /// <summary>Returns how many requests of an operation each server has logged.</summary>
    public IReadOnlyList<int> CountRequests(string operation) => [.. _servers.Select((_, index) => GetLog(index, operation).Count)];

    public void Restart(int index)
    {
        var (port, stubs) = (_servers[index].Port, _servers[index].MappingModels);
        _servers[index].Dispose();
        _servers[index] = Start(Hosts[index], port);
        _servers[index].WithMapping([.. stubs]);
    }

    public void Dispose() => Array.ForEach(_servers, server => server.Dispose());

    private static WireMockServer Start(string host, int port) => WireMockServer.Start(settings =>
    {
        settings.Urls = [$"http://{host}:{port}"];
        settings.PreWireMockMiddlewareInit = ConnectionReset.Use;
    });

    // A server whose port is in use fails after 10 seconds, so the port is tried on all addresses first.
    private static int GetFreePort()
    {
        while (true)
        {
            var listeners = new List<TcpListener>();
            try
            {
                foreach (var host in Hosts)
                {
                    listeners.Add(new TcpListener(IPAddress.Parse(host), listeners is [var first, ..] ? ((IPEndPoint)first.LocalEndpoint).Port : 0));
                    listeners[^1].Start();
                }

                return ((IPEndPoint)listeners[0].LocalEndpoint).Port;
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Another port may be free.
            }
            finally
            {
                listeners.ForEach(listener => listener.Dispose());
            }
        }
    }
}
