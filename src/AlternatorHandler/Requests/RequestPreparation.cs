using AlternatorHandler.Affinity;
using AlternatorHandler.Loops;
using AlternatorHandler.Options;
using AlternatorHandler.Protocol;
using AlternatorHandler.Wire;

namespace AlternatorHandler.Requests;

/// <summary>Prepares a message for its first attempt, and restores it after the last attempt.</summary>
internal sealed class RequestPreparation(
    LiveOptions options,
    string? hostHeader,
    RequestActivity activity,
    RetryBudget budget,
    AffinityFinder? affinity,
    WirePipeline wire,
    TimeProvider timeProvider)
{
    public async ValueTask PrepareAsync(AlternatorCall call)
    {
        call.Started = timeProvider.GetTimestamp();
        call.HasTraceHeaders = TraceHeaders.ArePresent(call.Request);
        activity.RecordRequest(call.Started);
        budget.RecordRequest(call.Started);
        call.IsReplayable = await RequestBody.EnsureReplayableAsync(call.Request.Content, options.Current.Retry.MaxBufferSize, call.CancellationToken).ConfigureAwait(false);
        call.Preferred = affinity?.Find(call.Request, call.Operation);
        call.Request.Headers.Host = HostRule.GetHost(call.Request, call.Uri, hostHeader);
    }

    public void Restore(AlternatorCall call)
    {
        call.Request.RequestUri = call.Uri;
        call.Request.Headers.Host = call.Host;
        wire.Release(call.Request);
    }
}

/// <summary>Finds and removes the headers that propagate a trace to a node. .NET adds them only to a message without them, so a message that is sent again would carry the span of its first attempt.</summary>
internal static class TraceHeaders
{
    private const string Parent = "traceparent";
    private const string State = "tracestate";

    public static bool ArePresent(HttpRequestMessage request) => request.Headers.NonValidated.Contains(Parent);

    public static void Remove(HttpRequestMessage request)
    {
        request.Headers.Remove(Parent);
        request.Headers.Remove(State);
    }
}

/// <summary>Determines the <c>Host</c> header of a request, which is the same for every node.</summary>
internal static class HostRule
{
    /// <summary>Gets the header for requests without one: the cluster's own requests, and unsigned requests of callers.</summary>
    /// <remarks>
    /// With HTTPS, the node's certificate must match this host. Requests that the caller signs carry the name of the first seed, so the nodes have certificates for that name.
    /// Requests that the handler signs carry the node's authority.
    /// </remarks>
    /// <returns>The header's value, or <see langword="null"/> for the authority of the node that receives the request.</returns>
    public static string? GetConfigured(AlternatorOptions options) =>
        options.HostHeader is { } configured ? configured
        : options.Seeds[0] is { Scheme: "https", HostNameType: UriHostNameType.Dns } seed && options.GetCredentialsProvider() is null ? seed.Authority
        : null;

    /// <summary>Gets the header for a caller's request.</summary>
    /// <returns>The header's value, or <see langword="null"/> for the authority of the node that receives the request.</returns>
    public static string? GetHost(HttpRequestMessage request, Uri uri, string? configured) =>
        request.Headers.Host is { } set ? set
        : request.Headers.NonValidated.Contains("Authorization") ? uri.Authority // The caller signed the host that it addressed.
        : configured;
}
