namespace AlternatorHandler.Wire.Headers;

/// <summary>Tells the node who sends the attempt. The caller's own header is back on the message when the attempt is over.</summary>
internal sealed class UserAgentHandler(UserAgentHeader userAgent) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        UserAgentHeader.IsFree(request) ? WriteAndSendAsync(request, cancellationToken) : base.SendAsync(request, cancellationToken);

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!UserAgentHeader.IsFree(request))
        {
            return base.Send(request, cancellationToken);
        }

        var callers = userAgent.Write(request);
        try
        {
            return base.Send(request, cancellationToken);
        }
        finally
        {
            callers.Restore(request.Headers);
        }
    }

    private async Task<HttpResponseMessage> WriteAndSendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var callers = userAgent.Write(request);
        try
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            callers.Restore(request.Headers);
        }
    }
}
