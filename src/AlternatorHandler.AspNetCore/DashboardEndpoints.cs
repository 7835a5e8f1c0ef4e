using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;

namespace AlternatorHandler.AspNetCore;

/// <summary>Handles the requests to the dashboard.</summary>
internal sealed class DashboardEndpoints(Sampler sampler, CancellationToken stopping)
{
    // Nothing inline and nothing from other hosts: text that a node sent cannot become code, whatever the page does with it.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public void Map(IEndpointRouteBuilder group)
    {
        // Request delegates need no code generated at run time.
        Add(group, "", WritePageAsync);
        Add(group, "dashboard.js", context => WriteAssetAsync(context, Asset.Script));
        Add(group, "dashboard.css", context => WriteAssetAsync(context, Asset.Style));
        Add(group, "status", WriteStatusAsync);
        Add(group, "events", WriteEventsAsync)
            .WithMetadata(new DisableRequestTimeoutAttribute())
            .DisableHttpMetrics();
    }

    private static IEndpointConventionBuilder Add(IEndpointRouteBuilder group, string pattern, RequestDelegate handle) =>
        group.MapGet(pattern, context =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = ContentSecurityPolicy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers.CacheControl = "no-store";
            return handle(context);
        }).ExcludeFromDescription();

    private static Task WritePageAsync(HttpContext context)
    {
        context.Response.ContentType = Asset.Page.ContentType;
        return context.Response.WriteAsync(Asset.Page.Text.Replace("{base}", PageAddress.GetBase(context.Request.Path), StringComparison.Ordinal), context.RequestAborted);
    }

    private static Task WriteAssetAsync(HttpContext context, Asset asset)
    {
        context.Response.ContentType = asset.ContentType;
        return context.Response.WriteAsync(asset.Text, context.RequestAborted);
    }

    private Task WriteStatusAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.Body.WriteAsync(DashboardJson.GetBytes(sampler.GetStatus()), context.RequestAborted).AsTask();
    }

    private async Task WriteEventsAsync(HttpContext context)
    {
        // An open stream would delay the shutdown of the host until its timeout.
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            var next = sampler.GetNextAsync();
            await SendAsync(DashboardEvent.CreateStatus(sampler.GetStatus())).ConfigureAwait(false);
            while (true)
            {
                var sample = await next.WaitAsync(end.Token).ConfigureAwait(false);

                // Before sending, so that a reader slower than the samples gets the latest one when it is ready.
                next = sampler.GetNextAsync();
                await SendAsync(sample).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The reader disconnected, or the application stops.
        }

        async ValueTask SendAsync(ReadOnlyMemory<byte> text)
        {
            await context.Response.Body.WriteAsync(text, end.Token).ConfigureAwait(false);
            await context.Response.Body.FlushAsync(end.Token).ConfigureAwait(false);
        }
    }
}

/// <summary>Provides the prefix of the links in the page.</summary>
internal static class PageAddress
{
    /// <summary>Gets the prefix for the page at <paramref name="path"/>. It is relative to the page, so that it is correct behind a proxy that removes a prefix.</summary>
    /// <remarks>It begins with <c>./</c>, so that no path can change it to another host or scheme.</remarks>
    public static string GetBase(PathString path)
    {
        var name = path.ToUriComponent().Split('/')[^1];
        return HtmlEncoder.Default.Encode(name.Length == 0 ? "./" : $"./{name}/");
    }
}
