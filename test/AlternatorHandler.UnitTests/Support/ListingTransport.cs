using System.Collections.Concurrent;
using System.Net;

namespace AlternatorHandler.UnitTests.Support;

/// <summary>Nodes that list what a test says, and answer probes unless they are said to refuse.</summary>
internal sealed class ListingTransport : HttpMessageHandler
{
    private readonly ConcurrentDictionary<string, string> _lists = new();

    /// <summary>Gets the hosts that were asked for their list, in order.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>Gets the hosts that refuse connections.</summary>
    public ConcurrentDictionary<string, bool> Dead { get; } = new();

    /// <summary>Gets or sets what a host that lists nothing waits for.</summary>
    public Task<HttpResponseMessage>? Silence { get; set; }

    /// <summary>Says what a host lists, whatever it is asked for, or for a question such as <c>10.0.0.1?dc=dc1</c>.</summary>
    public void Lists(string host, params string[] listed) => _lists[host] = $"[{string.Join(',', listed.Select(item => $"\"{item}\""))}]";

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var host = request.RequestUri!.Host;
        if (Dead.ContainsKey(host))
        {
            throw StubTransport.Refused();
        }

        if (request.RequestUri.AbsolutePath != "/localnodes")
        {
            return Task.FromResult(StubTransport.Reply(HttpStatusCode.OK));
        }

        Asked.Enqueue(host);
        return _lists.TryGetValue(host + request.RequestUri.Query, out var list) || _lists.TryGetValue(host, out list)
            ? Task.FromResult(StubTransport.Reply(HttpStatusCode.OK, list))
            : Silence?.WaitAsync(cancellationToken) ?? throw StubTransport.Refused();
    }
}
