using AlternatorHandler.Protocol;

namespace AlternatorHandler.Wire.Compression;

/// <summary>Sends the body of each attempt compressed. The request has its own body again when the attempt is over: routing reads it to decide on a retry.</summary>
internal sealed class RequestCompressionHandler(BodyCompressor compressor) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        compressor.Takes(request)
            ? CompressAndSendAsync(request, async: true, cancellationToken)
            : base.SendAsync(request, cancellationToken);

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!compressor.Takes(request))
        {
            return base.Send(request, cancellationToken);
        }

#pragma warning disable RS0030 // Complete already, except while a stream is buffered: Send has to wait for that, by contract.
        return CompressAndSendAsync(request, async: false, cancellationToken).GetAwaiter().GetResult();
#pragma warning restore RS0030
    }

    private async Task<HttpResponseMessage> CompressAndSendAsync(HttpRequestMessage request, bool async, CancellationToken cancellationToken)
    {
        var content = request.Content!;
        if (CompressedBody.Of(request) is not { } body)
        {
            await RequestBody.EnsureInMemoryAsync(content, cancellationToken).ConfigureAwait(false);
            body = compressor.Compress(content, cancellationToken);
            CompressedBody.Keep(request, body);
        }

        try
        {
            request.Content = body;
            return async ? await base.SendAsync(request, cancellationToken).ConfigureAwait(false) : base.Send(request, cancellationToken);
        }
        finally
        {
            request.Content = content;
        }
    }
}

/// <summary>What is sent as the body of a request, kept on the request for its other attempts.</summary>
internal static class CompressedBody
{
    private const string Key = "AlternatorHandler.CompressedBody";

    private static readonly HttpRequestOptionsKey<HttpContent> OptionsKey = new(Key);

    public static HttpContent? Of(HttpRequestMessage request) => request.Options.TryGetValue(OptionsKey, out var body) ? body : null;

    public static void Keep(HttpRequestMessage request, HttpContent body) => request.Options.Set(OptionsKey, body);

    /// <summary>Ends it with the request's last attempt: the caller may send the message again with another body, or other bytes in the same one.</summary>
    public static void Forget(HttpRequestMessage request) => ((IDictionary<string, object?>)request.Options).Remove(Key);
}
