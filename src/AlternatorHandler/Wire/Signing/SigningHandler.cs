using AlternatorHandler.Protocol;
using Microsoft.Extensions.Logging;

namespace AlternatorHandler.Wire.Signing;

/// <summary>Signs each attempt for the node that it goes to, and once more if the node says that the time of it is wrong.</summary>
/// <remarks>
/// A request that comes with an Authorization header passes as it is. The headers of a signature are on the message only while it is below this handler:
/// the next attempt starts from what the caller made.
/// </remarks>
internal sealed class SigningHandler : DelegatingHandler
{
    public const string DefaultRegion = "us-east-1";

    private readonly IAlternatorCredentialsProvider _credentials;
    private readonly SigningClock _clock;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly RequestSigner _signer;

    /// <param name="credentials">Asked for each attempt.</param>
    /// <param name="clock">The cluster's, shared by all its handlers.</param>
    /// <param name="region">Any text without space, comma, slash and equals sign: a node only mixes it into the key.</param>
    /// <param name="time">This machine's time.</param>
    /// <param name="logger">Told once when the cluster's clock turns out to be another.</param>
    public SigningHandler(IAlternatorCredentialsProvider credentials, SigningClock clock, string region, TimeProvider time, ILogger logger)
    {
        ArgumentException.ThrowIfNullOrEmpty(region);
        if (region.AsSpan().ContainsAnyExceptInRange('!', '~') || region.AsSpan().ContainsAny(",/="))
        {
            throw new ArgumentException($"The region '{region}' cannot be signed for: only printable ASCII without space, comma, slash and equals sign can.", nameof(region));
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
            : SignAndSendAsync(request, async: true, cancellationToken);

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (RequestSigner.IsSigned(request))
        {
            return base.Send(request, cancellationToken);
        }

#pragma warning disable RS0030 // Complete already, except while a provider refreshes, a stream is buffered or a refusal is read: Send has to wait for those, by contract.
        return SignAndSendAsync(request, async: false, cancellationToken).GetAwaiter().GetResult();
#pragma warning restore RS0030
    }

    private async Task<HttpResponseMessage> SignAndSendAsync(HttpRequestMessage request, bool async, CancellationToken ct)
    {
        var credentials = await _credentials.GetCredentialsAsync(ct).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"{_credentials.GetType()} returned no credentials to sign with.");
        await RequestBody.EnsureInMemoryAsync(request.Content, ct).ConfigureAwait(false);

        for (var corrected = false; ; corrected = true)
        {
            var offset = _clock.Offset;
            HttpResponseMessage response;
            try
            {
                _signer.Sign(request, credentials, _time.GetUtcNow() + offset);
                response = async ? await base.SendAsync(request, ct).ConfigureAwait(false) : base.Send(request, ct);
            }
            finally
            {
                RequestSigner.Unsign(request, credentials);
            }

            if (corrected || !await LearnsTimeAsync(request, response, offset, ct).ConfigureAwait(false))
            {
                return response;
            }

            response.Dispose();
        }
    }

    // The date tells most 400s from a refusal, so the body of those isn't touched.
    private ValueTask<bool> LearnsTimeAsync(HttpRequestMessage request, HttpResponseMessage response, TimeSpan used, CancellationToken ct) =>
        ClockRefusal.NodeTime(response) - _time.GetUtcNow() is { } learned && SigningClock.IsCorrection(used, learned)
            ? new ValueTask<bool>(LearnFromBodyAsync(request, response, learned, ct))
            : new ValueTask<bool>(false);

    private async Task<bool> LearnFromBodyAsync(HttpRequestMessage request, HttpResponseMessage response, TimeSpan learned, CancellationToken ct)
    {
        try
        {
            // Buffers the content, so the caller can still read it.
            if (!ClockRefusal.IsIn(await response.Content.ReadAsByteArrayAsync(ct).ConfigureAwait(false)))
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
