using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace AlternatorHandler.FunctionalTests.WireMock;

/// <summary>Resets the connection of a response that has a certain header. The faults of WireMock.Net only change the body of a complete response.</summary>
internal static class ConnectionReset
{
    public const string Header = "X-Reset";

    /// <summary>Adds the resets to a server, ahead of its own middleware.</summary>
    public static void Use(object app) => ((IApplicationBuilder)app).Use(static async (context, next) =>
    {
        context.Response.OnStarting(() => ResetIf(ResetPoint.BeforeResponse, context));
        await next(context);

        // The headers and the body are sent, the end of the chunked body is not.
        await context.Response.Body.FlushAsync();
        await ResetIf(ResetPoint.InsideBody, context);
    });

    private static Task ResetIf(ResetPoint point, HttpContext context)
    {
        if (context.Response.Headers[Header] == point.ToString())
        {
            context.Abort();
        }

        return Task.CompletedTask;
    }
}
