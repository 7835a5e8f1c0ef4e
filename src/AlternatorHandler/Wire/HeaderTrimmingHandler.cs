using System.Collections.Frozen;
using System.Diagnostics;
using System.Net.Http.Headers;
using AlternatorHandler.Wire.Signing;

namespace AlternatorHandler.Wire;

/// <summary>Sends each attempt without the headers that nodes do not read, and restores them on the message after the attempt.</summary>
internal sealed class HeaderTrimmingHandler(HeaderTrimmer trimmed) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var removed = trimmed.Remove(request);
        try
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Restore(request, removed);
        }
    }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var removed = trimmed.Remove(request);
        try
        {
            return base.Send(request, cancellationToken);
        }
        finally
        {
            Restore(request, removed);
        }
    }

    private static void Restore(HttpRequestMessage request, List<RemovedHeader>? removed)
    {
        foreach (var header in removed ?? [])
        {
            header.Restore(request.Headers);
        }
    }
}

/// <summary>Removes the headers that Alternator does not read, unless the signature covers them or the options keep them.</summary>
internal sealed class HeaderTrimmer(IEnumerable<string> keep)
{
    // The headers that a node reads (alternator/server.cc, Seastar's httpd), except User-Agent, which has its own options. Content headers are never removed.
    private static readonly string[] ReadByNodes =
        ["Host", "Authorization", "X-Amz-Date", "X-Amz-Target", "Accept-Encoding", "Connection", "Expect", "Transfer-Encoding", "Origin"];

    private readonly FrozenSet<string> _kept = ReadByNodes.Concat(keep).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static HeaderTrimmer? Create(AlternatorHeaderTrimmingOptions options) => options.Enabled ? new HeaderTrimmer(options.Keep) : null;

    /// <summary>Removes the headers from a request.</summary>
    /// <returns>The headers to restore, or <see langword="null"/> if none was removed.</returns>
    public List<RemovedHeader>? Remove(HttpRequestMessage request)
    {
        List<RemovedHeader>? removed = null;
        var signed = SignedHeaderNames.FromRequest(request);
        foreach (var (name, values) in request.Headers.NonValidated)
        {
            if (!_kept.Contains(name) && !signed.Contains(name))
            {
                (removed ??= []).Add(new RemovedHeader(name, values));
            }
        }

        foreach (var header in removed ?? [])
        {
            request.Headers.Remove(header.Name);
        }

        return removed;
    }

    /// <summary>Prevents the transport from adding trace headers, which it does after all handlers have run. The transport's spans are not affected.</summary>
    public void Configure(SocketsHttpHandler transport)
    {
        if (!DistributedContextPropagator.Current.Fields.Any(_kept.Contains))
        {
            transport.ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator();
        }
    }
}

/// <summary>Represents a removed header with its original values.</summary>
internal readonly record struct RemovedHeader(string Name, HeaderStringValues Values)
{
    public void Restore(HttpRequestHeaders headers)
    {
        headers.Remove(Name);
        if (Values.Count == 1)
        {
            headers.TryAddWithoutValidation(Name, Values.ToString());
        }
        else if (Values.Count > 1)
        {
            headers.TryAddWithoutValidation(Name, Values);
        }
    }
}
