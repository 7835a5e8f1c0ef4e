using AlternatorHandler;
using AspNetCoreApi.Orders;

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

        // Telemetry: the meter and the activity source are named AlternatorHandler.
        // Health checks: register them here.
        var app = builder.Build();
        app.MapOrders();
        app.MapGet("/nodes", (IAlternatorCluster cluster) => cluster.Nodes.Select(node => new
        {
            node.Address,
            State = node.State.ToString(),
            node.InFlight,
            node.LastFailure,
        }));

        // Health checks and dashboards: map them here.
        return app;
    }
}
