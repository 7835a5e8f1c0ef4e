using System.Collections.Concurrent;

namespace AlternatorHandler.FunctionalTests.Wire;

/// <summary>The last handler before the socket: tells how replies were encoded, and can ask for one encoding only, or damage replies.</summary>
internal sealed class ReplyTap(ConcurrentQueue<ReplyTap.Reply> replies, string? onlyEncoding = null, Func<Uri, byte[], byte[]>? damage = null) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Prefer(request);
        var response = await base.SendAsync(request, cancellationToken);
        if (damage is not null)
        {
            Replace(request, response, await response.Content.ReadAsByteArrayAsync(cancellationToken));
        }

        return Note(request, response);
    }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Prefer(request);
        return Note(request, base.Send(request, cancellationToken));
    }

    private void Prefer(HttpRequestMessage request)
    {
        if (onlyEncoding is not null && request.Headers.Remove("Accept-Encoding"))
        {
            request.Headers.TryAddWithoutValidation("Accept-Encoding", onlyEncoding);
        }
    }

    private void Replace(HttpRequestMessage request, HttpResponseMessage response, byte[] body)
    {
        var content = new ByteArrayContent(damage!(request.RequestUri!, body));
        foreach (var (name, values) in response.Content.Headers.Where(header => header.Key != "Content-Length"))
        {
            content.Headers.TryAddWithoutValidation(name, values);
        }

        response.Content = content;
    }

    private HttpResponseMessage Note(HttpRequestMessage request, HttpResponseMessage response)
    {
        var operation = request.Headers.TryGetValues("X-Amz-Target", out var target) ? target.Single().Split('.')[1] : null;
        replies.Enqueue(new Reply(operation, response.Content.Headers.ContentEncoding.SingleOrDefault()));
        return response;
    }

    internal sealed record Reply(string? Operation, string? Encoding);
}
