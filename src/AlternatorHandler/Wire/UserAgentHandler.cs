namespace AlternatorHandler.Wire;

/// <summary>Tells the node who sends the request. Unlike what other handlers write, the header stays on the message, as the default headers of an <see cref="HttpClient"/> do.</summary>
/// <remarks>It is on by default, and waiting for the reply in order to restore the header would cost 300 bytes a request.</remarks>
internal sealed class UserAgentHandler(UserAgentHeader userAgent) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        userAgent.Write(request);
        return base.SendAsync(request, cancellationToken);
    }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        userAgent.Write(request);
        return base.Send(request, cancellationToken);
    }
}
