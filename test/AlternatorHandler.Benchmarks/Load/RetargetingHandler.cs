namespace AlternatorHandler.Benchmarks.Load;

/// <summary>The least that spreads requests: each goes to the next node, dead or alive.</summary>
internal sealed class RetargetingHandler(IReadOnlyList<Uri> nodes) : DelegatingHandler(new SocketsHttpHandler())
{
    private uint _next;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // The signature is for the host that the SDK believes in.
        request.Headers.Host = request.RequestUri!.Authority;
        request.RequestUri = nodes[(int)(Interlocked.Increment(ref _next) % (uint)nodes.Count)];
        return base.SendAsync(request, cancellationToken);
    }
}
