using AlternatorHandler;
using AlternatorHandler.Testing;

namespace AspNetCoreApi.Nodes;

/// <summary>Maps the endpoints that show nodes, and those that kill and revive nodes inside this process.</summary>
internal static class NodeEndpoints
{
    /// <summary>Maps an endpoint that shows the nodes as the handler sees them.</summary>
    public static void MapNodes(this IEndpointRouteBuilder app) =>
        app.MapGet("/nodes", (IAlternatorCluster cluster) => cluster.Nodes.Select(node => new
        {
            node.Address,
            State = node.State.ToString(),
            node.InFlight,
            node.LastFailure,
        }));

    /// <summary>Maps endpoints that kill and revive a node, to try out failures by hand. Nodes are numbered from 1.</summary>
    public static void MapNodeControl(this IEndpointRouteBuilder app, AlternatorTestCluster nodes)
    {
        app.MapPost("/nodes/{number:int}/kill", (int number) => ChangeAsync(number, node => node.KillAsync()));
        app.MapPost("/nodes/{number:int}/revive", (int number) => ChangeAsync(number, node => node.StartAsync()));

        async Task<IResult> ChangeAsync(int number, Func<AlternatorTestNode, Task> change)
        {
            if (number < 1 || number > nodes.Nodes.Count)
            {
                return Results.Problem($"There is no node {number}: the nodes are 1 to {nodes.Nodes.Count}.", statusCode: StatusCodes.Status404NotFound);
            }

            var node = nodes[number - 1];
            await change(node);
            return Results.Ok(new { node.Address, node.IsRunning });
        }
    }
}
