using AlternatorHandler.Protocol;

namespace AlternatorHandler.Wire.Compression;

/// <summary>Compresses the body of each attempt, and restores the caller's body after the attempt, because routing reads it to decide on a retry.</summary>
internal sealed class RequestCompressionHandler(BodyCompressor compressor) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        compressor.ShouldCompress(request)
            ? CompressAndSendAsync(request, isAsync: true, cancellationToken)
            : base.SendAsync(request, cancellationToken);

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!compressor.ShouldCompress(request))
        {
            return base.Send(request, cancellationToken);
        }

#pragma warning disable RS0030 // The task is complete unless a stream had to be buffered. Send is synchronous by contract and must wait for that.
        return CompressAndSendAsync(request, isAsync: false, cancellationToken).GetAwaiter().GetResult();
#pragma warning restore RS0030
    }

    private async Task<HttpResponseMessage> CompressAndSendAsync(HttpRequestMessage request, bool isAsync, CancellationToken cancellationToken)
    {
        var content = request.Content!;
        if (CompressedBody.Get(request) is not { } body)
        {
            await RequestBody.EnsureInMemoryAsync(content, cancellationToken).ConfigureAwait(false);
            body = compressor.Compress(content, cancellationToken);
            CompressedBody.Set(request, body);
        }

        try
        {
            request.Content = body;
            return isAsync ? await base.SendAsync(request, cancellationToken).ConfigureAwait(false) : base.Send(request, cancellationToken);
        }
        finally
        {
            request.Content = content;
        }
    }
}

/// <summary>Stores the compressed body of a request on the request, for its further attempts.</summary>
internal static class CompressedBody
{
    private const string Key = "AlternatorHandler.CompressedBody";

    private static readonly HttpRequestOptionsKey<HttpContent> OptionsKey = new(Key);

    public static HttpContent? Get(HttpRequestMessage request) => request.Options.TryGetValue(OptionsKey, out var body) ? body : null;

    public static void Set(HttpRequestMessage request, HttpContent body) => request.Options.Set(OptionsKey, body);

    /// <summary>Removes the stored body after the last attempt. The caller may send the message again with another body, or with other bytes in the same body.</summary>
    public static void Remove(HttpRequestMessage request) => ((IDictionary<string, object?>)request.Options).Remove(Key);
}
