using System.Collections.Frozen;
using System.Diagnostics;
using System.Net.Http.Headers;
using AlternatorHandler.Wire.Signing;

namespace AlternatorHandler.Wire;

/// <summary>Sends each attempt without the headers that no node reads. The caller finds them on the message when the attempt is over.</summary>
internal sealed class HeaderTrimmingHandler(TrimmedHeaders trimmed) : DelegatingHandler
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

/// <summary>Says which headers are not sent: those that Alternator doesn't read, unless the signature covers them or the user wants them.</summary>
internal sealed class TrimmedHeaders(IEnumerable<string> keep)
{
    // What a node reads (alternator/server.cc, Seastar's httpd), but for the User-Agent, which has options of its own. The headers of a body are not looked at here.
    private static readonly string[] Read =
        ["Host", "Authorization", "X-Amz-Date", "X-Amz-Target", "Accept-Encoding", "Connection", "Expect", "Transfer-Encoding", "Origin"];

    private readonly FrozenSet<string> _kept = Read.Concat(keep).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static TrimmedHeaders? Of(AlternatorHeaderTrimmingOptions options) => options.Enabled ? new TrimmedHeaders(options.Keep) : null;

    /// <summary>Removes the headers from a request.</summary>
    /// <returns>What to restore, or <see langword="null"/> if nothing was removed.</returns>
    public List<RemovedHeader>? Remove(HttpRequestMessage request)
    {
        List<RemovedHeader>? removed = null;
        var signed = SignedNames.Of(request);
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

    /// <summary>Keeps the transport from adding the headers of a trace, which it does when all handlers are done. Its spans remain.</summary>
    public void Configure(SocketsHttpHandler transport)
    {
        if (!DistributedContextPropagator.Current.Fields.Any(_kept.Contains))
        {
            transport.ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator();
        }
    }
}

/// <summary>A header that the caller will find again, with the values as they were.</summary>
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
