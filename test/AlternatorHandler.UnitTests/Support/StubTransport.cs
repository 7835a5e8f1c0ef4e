using System.Net;

namespace AlternatorHandler.UnitTests.Support;

/// <summary>Nodes that answer from memory.</summary>
internal sealed class StubTransport(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
{
    public StubTransport(Func<HttpRequestMessage, HttpResponseMessage> answer)
        : this((request, _) => Task.FromResult(answer(request)))
    {
    }

    public static HttpResponseMessage Reply(HttpStatusCode status, string body = "{}") => new(status) { Content = new StringContent(body) };

    public static HttpRequestException Refused() => new(HttpRequestError.ConnectionError, "refused", new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.ConnectionRefused));

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => answer(request, cancellationToken);

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var reply = answer(request, cancellationToken);
#pragma warning disable RS0030 // A synchronous handler has nothing to wait with.
        return reply.GetAwaiter().GetResult();
#pragma warning restore RS0030
    }
}
