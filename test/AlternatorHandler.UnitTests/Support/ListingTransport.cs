using System.Collections.Concurrent;
using System.Net;

namespace AlternatorHandler.UnitTests.Support;

/// <summary>Represents nodes that return the lists of a test, and respond to probes unless they refuse connections.</summary>
internal sealed class ListingTransport : HttpMessageHandler
{
    private readonly ConcurrentDictionary<string, string> _lists = new();

    /// <summary>Gets the hosts that received a request for their list, in order.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Gets the hosts that refuse connections.</summary>
    public ConcurrentDictionary<string, bool> Unreachable { get; } = new();

    /// <summary>Gets or sets the response that a host without a list waits for.</summary>
    public Task<HttpResponseMessage>? PendingResponse { get; set; }

    /// <summary>Sets the list that a host returns for every query, or for a single one, such as <c>10.0.0.1?dc=dc1</c>.</summary>
    public void SetList(string host, params string[] listed) => _lists[host] = $"[{string.Join(',', listed.Select(item => $"\"{item}\""))}]";

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var host = request.RequestUri!.Host;
        if (Unreachable.ContainsKey(host))
        {
            throw StubTransport.Refused();
        }

        if (request.RequestUri.AbsolutePath != "/localnodes")
        {
            return Task.FromResult(StubTransport.Respond(HttpStatusCode.OK));
        }

        Requests.Enqueue(host);
        return _lists.TryGetValue(host + request.RequestUri.Query, out var list) || _lists.TryGetValue(host, out list)
            ? Task.FromResult(StubTransport.Respond(HttpStatusCode.OK, list))
            : PendingResponse?.WaitAsync(cancellationToken) ?? throw StubTransport.Refused();
    }
}
