namespace AlternatorHandler.TestSupport;

/// <summary>Sends each request to the next node, whether or not the node works.</summary>
internal sealed class RetargetingHandler(IReadOnlyList<Uri> nodes) : DelegatingHandler
{
    private uint _next;

    /// <summary>Gets a value indicating whether the Host header stays that of the original address, which the AWS SDK has signed.</summary>
    public bool KeepsHost { get; init; }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (KeepsHost)
        {
            request.Headers.Host = request.RequestUri!.Authority;
        }

        request.RequestUri = nodes[(int)(Interlocked.Increment(ref _next) % (uint)nodes.Count)];
        return base.SendAsync(request, cancellationToken);
    }
}
