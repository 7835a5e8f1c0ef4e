using System.Net;

namespace AlternatorHandler.UnitTests.Support;

/// <summary>Represents nodes whose responses a test provides.</summary>
internal sealed class StubTransport(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> respond) : HttpMessageHandler
{
    public StubTransport(Func<HttpRequestMessage, HttpResponseMessage> respond)
        : this((request, _) => Task.FromResult(respond(request)))
    {
    }

    public static HttpResponseMessage Respond(HttpStatusCode status, string body = "{}") => new(status) { Content = new StringContent(body) };

    public static HttpRequestException Refused() => new(HttpRequestError.ConnectionError, "refused", new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.ConnectionRefused));

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => respond(request, cancellationToken);

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = respond(request, cancellationToken);
#pragma warning disable RS0030 // A synchronous handler cannot await.
        return response.GetAwaiter().GetResult();
#pragma warning restore RS0030
    }
}
