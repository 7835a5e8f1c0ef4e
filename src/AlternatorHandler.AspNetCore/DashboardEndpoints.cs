using AlternatorHandler.AspNetCore.Sampling;
using AlternatorHandler.AspNetCore.Status;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;

namespace AlternatorHandler.AspNetCore;

/// <summary>What the dashboard answers.</summary>
internal sealed class DashboardEndpoints(Sampler sampler, CancellationToken stopping)
{
    // Nothing inline and nothing from elsewhere: what a node puts into a failure's text cannot become code, whatever the page does with it.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public void Map(IEndpointRouteBuilder group)
    {
        // As request delegates, which need no code made at run time.
        Add(group, "", PageAsync);
        Add(group, "dashboard.js", context => AssetAsync(context, Asset.Script));
        Add(group, "dashboard.css", context => AssetAsync(context, Asset.Style));
        Add(group, "status", StatusAsync);
        Add(group, "events", EventsAsync)
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

    private static Task PageAsync(HttpContext context)
    {
        context.Response.ContentType = Asset.Page.ContentType;
        return context.Response.WriteAsync(Asset.Page.Text.Replace("{base}", PageAddress.BaseOf(context.Request.Path), StringComparison.Ordinal), context.RequestAborted);
    }

    private static Task AssetAsync(HttpContext context, Asset asset)
    {
        context.Response.ContentType = asset.ContentType;
        return context.Response.WriteAsync(asset.Text, context.RequestAborted);
    }

    private Task StatusAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.Body.WriteAsync(DashboardJson.Bytes(sampler.Now()), context.RequestAborted).AsTask();
    }

    private async Task EventsAsync(HttpContext context)
    {
        // An open stream would hold up the end of the host until its patience ends.
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            var next = sampler.NextAsync();
            await SendAsync(DashboardEvent.Complete(sampler.Now())).ConfigureAwait(false);
            while (true)
            {
                var sample = await next.WaitAsync(end.Token).ConfigureAwait(false);

                // Before sending: a reader that is slower than the samples gets the latest of them when it is ready.
                next = sampler.NextAsync();
                await SendAsync(sample).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The reader left, or the application stops.
        }

        async ValueTask SendAsync(ReadOnlyMemory<byte> text)
        {
            await context.Response.Body.WriteAsync(text, end.Token).ConfigureAwait(false);
            await context.Response.Body.FlushAsync(end.Token).ConfigureAwait(false);
        }
    }
}
