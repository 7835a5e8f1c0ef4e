using AlternatorHandler.Wire.Signing;

namespace AlternatorHandler.Wire.Compression;

/// <summary>Asks for a compressed reply, and decompresses it while it is read. A caller that asks for itself gets what the node sends.</summary>
internal sealed class ResponseDecompressionHandler : DelegatingHandler
{
    private const string AcceptEncoding = "Accept-Encoding";

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        MayAsk(request) ? AskAndSendAsync(request, cancellationToken) : base.SendAsync(request, cancellationToken);

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!MayAsk(request))
        {
            return base.Send(request, cancellationToken);
        }

        try
        {
            Ask(request);
            return Decompress(request, base.Send(request, cancellationToken));
        }
        finally
        {
            request.Headers.Remove(AcceptEncoding);
        }
    }

    private async Task<HttpResponseMessage> AskAndSendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            Ask(request);
            return Decompress(request, await base.SendAsync(request, cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            request.Headers.Remove(AcceptEncoding);
        }
    }

    // A signature may cover the absence of a header as well.
    private static bool MayAsk(HttpRequestMessage request) =>
        !request.Headers.NonValidated.Contains(AcceptEncoding) && !SignedNames.Of(request).Contains(AcceptEncoding);

    private static void Ask(HttpRequestMessage request) => request.Headers.TryAddWithoutValidation(AcceptEncoding, "gzip, deflate");

    private static HttpResponseMessage Decompress(HttpRequestMessage request, HttpResponseMessage response)
    {
        var content = response.Content;
        if (request.Method != HttpMethod.Head
            && content.Headers.NonValidated.TryGetValues("Content-Encoding", out var encodings)
            && ContentDecoder.Find(encodings.ToString()) is { } decoder)
        {
            response.Content = new DecompressedContent(content, decoder, request.RequestUri!.Authority);
        }

        return response;
    }
}
