namespace AlternatorHandler.Rigs.Reliability.Storms;

/// <summary>What is soon written instead of AlternatorHandler: each request, and each of the SDK's repetitions, goes to the next node, dead or alive.</summary>
internal sealed class RoundRobinHandler(IReadOnlyList<Uri> nodes) : DelegatingHandler(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(2) })
{
    private int _last = -1;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var node = nodes[(int)((uint)Interlocked.Increment(ref _last) % nodes.Count)];
        request.RequestUri = new Uri(node, request.RequestUri!.PathAndQuery);
        return base.SendAsync(request, cancellationToken);
    }
}
