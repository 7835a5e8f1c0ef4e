namespace AlternatorHandler.Wire;

/// <summary>Sends each attempt without the headers that no node reads. The caller finds them on the message when the attempt is over.</summary>
internal sealed class HeaderTrimmingHandler(TrimmedHeaders trimmed) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var removed = trimmed.Remove(request);
        try
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Restore(request, removed);
        }
    }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var removed = trimmed.Remove(request);
        try
        {
            return base.Send(request, cancellationToken);
        }
        finally
        {
            Restore(request, removed);
        }
    }

    private static void Restore(HttpRequestMessage request, List<RemovedHeader>? removed)
    {
        foreach (var header in removed ?? [])
        {
            header.Restore(request.Headers);
        }
    }
}
