using AlternatorHandler;
using AspNetCoreApi.Orders;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace AspNetCoreApi;

/// <summary>The service, as one of your own would be set up.</summary>
internal static class Api
{
    /// <param name="builder">Its configuration names the seeds, in the section <c>Alternator</c>.</param>
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        builder.Services
            .AddAlternatorLoadBalancing(builder.Configuration.GetSection("Alternator"))
            .AddDynamoDBClient();
        builder.Services.AddSingleton<OrderStore>();

        builder.Services.AddHealthChecks().AddAlternator();
        AddTelemetry(builder);

        var app = builder.Build();
        app.MapOrders();
        app.MapGet("/nodes", (IAlternatorCluster cluster) => cluster.Nodes.Select(node => new
        {
            node.Address,
            State = node.State.ToString(),
            node.InFlight,
            node.LastFailure,
        }));
        app.MapHealthChecks("/health");

        // It tells addresses and failures of nodes: where others than operators can call, add RequireAuthorization().
        app.MapAlternatorDashboard("/alternator");
        return app;
    }

    private static void AddTelemetry(WebApplicationBuilder builder)
    {
        var printsTraces = builder.Configuration.GetValue<bool>("Telemetry:PrintTraces");
        builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics.AddMeter("AlternatorHandler").AddConsoleExporter())
            .WithTracing(tracing =>
            {
                tracing.AddSource("AlternatorHandler", "System.Net.Http");
                if (printsTraces)
                {
                    tracing.AddConsoleExporter();
                }
            });
    }
}
