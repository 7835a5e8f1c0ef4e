using System.Collections.Concurrent;

namespace AlternatorHandler.FunctionalTests.SdkNodes;

/// <summary>Below the load balancing: sees each attempt, and the node that it goes to.</summary>
internal sealed class AttemptRecorder(ConcurrentQueue<SdkAttempt> attempts) : DelegatingHandler
{
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage? reply = null;
        try
        {
            return reply = base.Send(request, cancellationToken);
        }
        finally
        {
            Record(request, reply);
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage? reply = null;
        try
        {
            return reply = await base.SendAsync(request, cancellationToken);
        }
        finally
        {
            Record(request, reply);
        }
    }

    private void Record(HttpRequestMessage request, HttpResponseMessage? reply) =>
        attempts.Enqueue(new(request.RequestUri!.Host, request.Headers.GetValues("X-Amz-Target").Single().Split('.')[^1], (int?)reply?.StatusCode));
}
