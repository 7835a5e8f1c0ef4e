using System.Collections.Concurrent;

namespace AlternatorHandler.FunctionalTests.SdkNodes;

/// <summary>Below the load balancing: sees each attempt, and the node that it goes to.</summary>
internal sealed class AttemptRecorder(ConcurrentQueue<SdkAttempt> attempts) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var operation = request.Headers.GetValues("X-Amz-Target").Single().Split('.')[^1];
        HttpResponseMessage? reply = null;
        try
        {
            return reply = await base.SendAsync(request, cancellationToken);
        }
        finally
        {
            attempts.Enqueue(new(request.RequestUri!.Host, operation, (int?)reply?.StatusCode));
        }
    }
}
