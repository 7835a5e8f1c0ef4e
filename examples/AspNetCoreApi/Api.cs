using AlternatorHandler.Testing;
using Amazon.DynamoDBv2.Model;
using AspNetCoreApi.Nodes;
using AspNetCoreApi.Orders;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace AspNetCoreApi;

/// <summary>Builds the service, as a service of your own would be built.</summary>
internal static class Api
{
    /// <param name="builder">The application builder. Its configuration section <c>Alternator</c> contains the seeds.</param>
    /// <param name="nodes">The nodes inside this process, or <see langword="null"/> if the service uses a real cluster.</param>
    public static WebApplication Build(WebApplicationBuilder builder, AlternatorTestCluster? nodes)
    {
        builder.Services
            .AddAlternatorLoadBalancing(builder.Configuration.GetSection("Alternator"))
            .AddDynamoDBClient();
        builder.Services.AddSingleton<OrderStore>();
        builder.Services.AddHostedService<TableCreation>();
        builder.Services.AddHealthChecks().AddAlternator();
        builder.Services.AddProblemDetails();
        AddTelemetry(builder);

        var app = builder.Build();

        // While no node is usable the service responds with 503, and the handler has already logged why.
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            StatusCodeSelector = exception => IsUnavailable(exception) ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError,
            SuppressDiagnosticsCallback = context => IsUnavailable(context.Exception),
        });
        app.MapOrders();
        app.MapNodes();
        if (nodes is not null)
        {
            app.MapNodeControl(nodes);
        }

        app.MapHealthChecks("/health");

        // The dashboard shows addresses and failures of nodes. Add RequireAuthorization() if anyone else than operators can reach it.
        app.MapAlternatorDashboard("/alternator");
        return app;
    }

    // Without a usable node at the start, the table does not exist yet.
    private static bool IsUnavailable(Exception exception) => exception is HttpRequestException or ResourceNotFoundException;

    private static void AddTelemetry(WebApplicationBuilder builder)
    {
        var telemetry = builder.Configuration.GetSection("Telemetry");
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(static resource => resource.AddService("orders"))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter("AlternatorHandler");
                if (telemetry.GetValue<bool>("PrintMetrics"))
                {
                    metrics.AddConsoleExporter();
                }
            })
            .WithTracing(tracing =>
            {
                tracing.AddSource("AlternatorHandler", "System.Net.Http");
                if (telemetry.GetValue<bool>("PrintTraces"))
                {
                    tracing.AddConsoleExporter();
                }
            });
    }
}
