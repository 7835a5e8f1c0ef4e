using System.Diagnostics.CodeAnalysis;
using AlternatorHandler.Wire.Compression;
using AlternatorHandler.Wire.Signing;
using Microsoft.Extensions.Logging;

namespace AlternatorHandler.Wire;

/// <summary>Creates the handlers below the routing handler, which process each attempt. Features that are disabled have no handler.</summary>
/// <remarks>Each handler except the one for the User-Agent restores the message, because routing reads the caller's own body and headers between two attempts.</remarks>
internal sealed class WirePipeline(string name, AlternatorOptions options, TimeProvider timeProvider, ILogger logger)
{
    // The clock offset is learned from the nodes, so it must outlive the handlers, which IHttpClientFactory rotates.
    private readonly SigningClock _signingClock = new();

    private readonly IAlternatorCredentialsProvider? _credentials = options.GetCredentialsProvider();
    private readonly BodyCompressor? _compressor = BodyCompressor.Create(options.RequestCompression, new SignedBodyWarning(name, logger));
    private readonly HeaderTrimmer? _trimmed = HeaderTrimmer.Create(options.HeaderTrimming);
    private readonly UserAgentHeader? _userAgent = UserAgentHeader.Create(options.UserAgent);

    /// <summary>Gets the offset of the nodes' clock that signing has learned, positive if the nodes are ahead, or <see langword="null"/> if the handler does not sign.</summary>
    public TimeSpan? ClockOffset => _credentials is null ? null : _signingClock.Offset;

    /// <summary>Creates the handlers of one chain, outermost first.</summary>
    public IEnumerable<DelegatingHandler> CreateHandlers()
    {
        // Signing comes last, because the signature covers the changes of the other handlers.
        if (_compressor is not null)
        {
            yield return new RequestCompressionHandler(_compressor);
        }

        if (options.ResponseCompression.Enabled)
        {
            yield return new ResponseDecompressionHandler();
        }

        if (_trimmed is not null)
        {
            yield return new HeaderTrimmingHandler(_trimmed);
        }

        if (_userAgent is not null)
        {
            yield return new UserAgentHandler(_userAgent);
        }

        if (_credentials is not null)
        {
            yield return new SigningHandler(_credentials, _signingClock, options.SigningRegion, timeProvider, logger);
        }
    }

    /// <summary>Configures the cluster's own transport for the features that only a transport can implement.</summary>
    public void Configure(SocketsHttpHandler transport) => _trimmed?.Configure(transport);

    /// <summary>Releases the data that was kept for further attempts of a request.</summary>
    public void Release(HttpRequestMessage request)
    {
        if (_compressor is not null)
        {
            CompressedBody.Remove(request);
        }
    }
}

/// <summary>Shares a cluster's transport among the handler chains of many clients. Disposing a chain leaves the connections open.</summary>
internal sealed class SharedTransport(HttpMessageHandler transport) : DelegatingHandler(transport)
{
    [SuppressMessage("Usage", "CA2215", Justification = "The cluster owns the transport.")]
    protected override void Dispose(bool disposing)
    {
    }
}
