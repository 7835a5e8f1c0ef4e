using AlternatorHandler.Protocol;
using Microsoft.Extensions.Logging;

namespace AlternatorHandler.Wire.Signing;

/// <summary>Signs each attempt for its node, and signs it once more if the node rejects the time of the signature.</summary>
/// <remarks>
/// A request with an Authorization header is passed on unchanged. The headers of the signature are on the message only while it is below this handler,
/// so that the next attempt starts from the caller's message.
/// </remarks>
internal sealed class SigningHandler : DelegatingHandler
{
    public const string DefaultRegion = "us-east-1";

    private readonly IAlternatorCredentialsProvider _credentials;
    private readonly SigningClock _clock;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly RequestSigner _signer;

    /// <summary>Initializes a new instance of the <see cref="SigningHandler"/> class.</summary>
    /// <param name="credentials">The provider, which is called for each attempt.</param>
    /// <param name="clock">The clock of the cluster, which all its handlers share.</param>
    /// <param name="region">The region: printable ASCII characters except space, comma, slash and equals sign. A node uses it only to derive the key.</param>
    /// <param name="time">The time of this machine.</param>
    /// <param name="logger">The logger, which receives a warning when a different clock offset is learned.</param>
    public SigningHandler(IAlternatorCredentialsProvider credentials, SigningClock clock, string region, TimeProvider time, ILogger logger)
    {
        ArgumentException.ThrowIfNullOrEmpty(region);
        if (region.AsSpan().ContainsAnyExceptInRange('!', '~') || region.AsSpan().ContainsAny(",/="))
        {
            throw new ArgumentException($"The region '{region}' cannot be used for signing: it must consist of printable ASCII characters except space, comma, slash and equals sign.", nameof(region));
        }

        _credentials = credentials;
        _clock = clock;
        _time = time;
        _logger = logger;
        _signer = new RequestSigner(region);
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        RequestSigner.IsSigned(request)
            ? base.SendAsync(request, cancellationToken)
            : SignAndSendAsync(request, isAsync: true, cancellationToken);

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (RequestSigner.IsSigned(request))
        {
            return base.Send(request, cancellationToken);
        }

#pragma warning disable RS0030 // The task is complete unless a provider refreshes, a stream is buffered or a rejection is read. Send is synchronous by contract and must wait for those.
        return SignAndSendAsync(request, isAsync: false, cancellationToken).GetAwaiter().GetResult();
#pragma warning restore RS0030
    }

    private async Task<HttpResponseMessage> SignAndSendAsync(HttpRequestMessage request, bool isAsync, CancellationToken cancellationToken)
    {
        var credentials = await _credentials.GetCredentialsAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"{_credentials.GetType()} returned no credentials to sign with.");
        await RequestBody.EnsureInMemoryAsync(request.Content, cancellationToken).ConfigureAwait(false);

        for (var corrected = false; ; corrected = true)
        {
            var offset = _clock.Offset;
            HttpResponseMessage response;
            try
            {
                _signer.Sign(request, credentials, _time.GetUtcNow() + offset);
                response = isAsync ? await base.SendAsync(request, cancellationToken).ConfigureAwait(false) : base.Send(request, cancellationToken);
            }
            finally
            {
                RequestSigner.Unsign(request, credentials);
            }

            if (corrected || !await TryLearnOffsetAsync(request, response, offset, cancellationToken).ConfigureAwait(false))
            {
                return response;
            }

            response.Dispose();
        }
    }

    // For most 400 responses, the date rules out a rejected time, so their body is not read.
    private ValueTask<bool> TryLearnOffsetAsync(HttpRequestMessage request, HttpResponseMessage response, TimeSpan used, CancellationToken cancellationToken) =>
        ClockSkewError.GetNodeTime(response) - _time.GetUtcNow() is { } learned && SigningClock.IsCorrection(used, learned)
            ? new ValueTask<bool>(TryLearnFromBodyAsync(request, response, learned, cancellationToken))
            : new ValueTask<bool>(false);

    private async Task<bool> TryLearnFromBodyAsync(HttpRequestMessage request, HttpResponseMessage response, TimeSpan learned, CancellationToken cancellationToken)
    {
        try
        {
            // This call buffers the content, so the caller can still read it.
            if (!ClockSkewError.Matches(await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false)))
            {
                return false;
            }
        }
        catch
        {
            response.Dispose();
            throw;
        }

        if (_clock.Learn(learned))
        {
            Log.ClockOffsetLearned(_logger, request.RequestUri, learned);
        }

        return true;
    }
}
