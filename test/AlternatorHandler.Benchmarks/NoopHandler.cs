using System.Net;

namespace AlternatorHandler.Benchmarks;

/// <summary>Answers at once, always with the same response.</summary>
internal sealed class NoopHandler : HttpMessageHandler
{
    private readonly Task<HttpResponseMessage> _answer = Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => _answer;
}
