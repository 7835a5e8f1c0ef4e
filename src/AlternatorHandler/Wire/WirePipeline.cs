using AlternatorHandler.Wire.Signing;
using Microsoft.Extensions.Logging;

namespace AlternatorHandler.Wire;

/// <summary>The handlers below the routing handler: they see each attempt. What is switched off is not there.</summary>
internal sealed class WirePipeline(AlternatorOptions options, TimeProvider timeProvider, ILogger logger)
{
    // Learned from the nodes: it must survive the rotation of handlers.
    private readonly SigningClock _signingClock = new();

    private readonly IAlternatorCredentialsProvider? _credentials = options.GetCredentialsProvider();

    /// <summary>Makes the handlers of one chain, the outermost first.</summary>
    public IEnumerable<DelegatingHandler> CreateHandlers()
    {
        if (_credentials is not null)
        {
            yield return new SigningHandler(_credentials, _signingClock, options.SigningRegion, timeProvider, logger);
        }
    }
}
