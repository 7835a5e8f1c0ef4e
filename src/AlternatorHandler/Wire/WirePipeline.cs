using AlternatorHandler.Wire.Compression;
using AlternatorHandler.Wire.Signing;
using Microsoft.Extensions.Logging;

namespace AlternatorHandler.Wire;

/// <summary>The handlers below the routing handler: they see each attempt. What is switched off is not there.</summary>
/// <remarks>Each but the user agent's leaves the message as it found it: routing looks at the caller's own body and headers between two attempts.</remarks>
internal sealed class WirePipeline(string name, AlternatorOptions options, TimeProvider timeProvider, ILogger logger)
{
    // Learned from the nodes: it must survive the rotation of handlers.
    private readonly SigningClock _signingClock = new();

    private readonly IAlternatorCredentialsProvider? _credentials = options.GetCredentialsProvider();
    private readonly BodyCompressor? _compressor = BodyCompressor.Of(options.RequestCompression, new SignedBodyWarning(name, logger));
    private readonly TrimmedHeaders? _trimmed = TrimmedHeaders.Of(options.HeaderTrimming);
    private readonly UserAgentHeader? _userAgent = UserAgentHeader.Of(options.UserAgent);

    /// <summary>Gets how far the nodes' clock is ahead, as far as signing had to learn it, or <see langword="null"/> if the handler does not sign.</summary>
    public TimeSpan? ClockOffset => _credentials is null ? null : _signingClock.Offset;

    /// <summary>Makes the handlers of one chain, the outermost first.</summary>
    public IEnumerable<DelegatingHandler> CreateHandlers()
    {
        // Signing comes last: it covers what the others made of the message.
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

    /// <summary>Changes the cluster's own transport, for what only it can do.</summary>
    public void Configure(SocketsHttpHandler transport) => _trimmed?.Configure(transport);

    /// <summary>Drops what was kept for further attempts of a request.</summary>
    public void Release(HttpRequestMessage request)
    {
        if (_compressor is not null)
        {
            CompressedBody.Forget(request);
        }
    }
}
