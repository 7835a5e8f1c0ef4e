using AlternatorHandler.Testing.Http;

namespace AlternatorHandler.Testing.Backends;

/// <summary>Forwards operations to another DynamoDB-compatible server.</summary>
internal sealed class ForwardingBackend(Uri address) : IRequestBackend
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public async Task<BackendResponse> ExecuteAsync(BackendRequest request, CancellationToken cancellationToken)
    {
        using var message = CreateMessage(request);
        try
        {
            using var response = await _client.SendAsync(message, cancellationToken).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            return new BackendResponse((int)response.StatusCode, body);
        }
        catch (HttpRequestException error)
        {
            throw ApiException.Internal($"Internal server error: the backend {address} did not respond ({error.Message})");
        }
    }

    public void Dispose() => _client.Dispose();

    private HttpRequestMessage CreateMessage(BackendRequest request)
    {
        var content = new ReadOnlyMemoryContent(request.Body);
        content.Headers.TryAddWithoutValidation("Content-Type", request.Head.Find("Content-Type") ?? "application/x-amz-json-1.0");
        var message = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
        foreach (var (name, value) in request.Head.Headers.Where(static header => IsForwarded(header.Key)))
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        // The signature covers the original host. Over TLS, the host must be the server's own name, because its certificate is checked against it.
        if (address.Scheme == Uri.UriSchemeHttp && request.Head.Find("Authorization") is not null)
        {
            message.Headers.Host = request.Head.Find("Host");
        }

        return message;
    }

    private static bool IsForwarded(string name) =>
        name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase) || name.Equals("Authorization", StringComparison.OrdinalIgnoreCase);
}
