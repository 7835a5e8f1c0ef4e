using System.Text.Encodings.Web;
using System.Text.Json;
using AlternatorHandler.Testing.Backends;
using AlternatorHandler.Testing.Compression;
using AlternatorHandler.Testing.Http;
using AlternatorHandler.Testing.Tls;

namespace AlternatorHandler.Testing.Cluster;

/// <summary>Handles requests as a healthy node does.</summary>
internal sealed class NodeService(ClusterState cluster, AlternatorTestNode node, NodeListing listing)
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async ValueTask<Response> HandleAsync(Route route, string? operation, Exchange exchange) => route switch
    {
        Route.Operation => await ExecuteOperationAsync(operation!, exchange).ConfigureAwait(false),
        Route.Health => Response.Text($"healthy: {exchange.Head.Find("Host")}"),
        Route.Discovery => Response.Json(node.LocalNodesBody ?? ListNodes(exchange.Head.Target)),
        Route.Preflight => Cors.CreatePreflightResponse(exchange.Head),
        _ => Response.NotFound(),
    };

    private string ListNodes(string target) =>
        JsonSerializer.Serialize(listing.List(QueryString.GetLast(target, "dc"), QueryString.GetLast(target, "rack")), Relaxed);

    // The order is that of a node: the signature covers the body as received, before decompression.
    private async ValueTask<Response> ExecuteOperationAsync(string operation, Exchange exchange)
    {
        var options = cluster.Options;
        var raw = await exchange.ReadBodyAsync().ConfigureAwait(false);
        if (options.EnforceAuthorization)
        {
            Authorize(exchange, raw);
        }

        var body = RequestDecompressor.Decompress(exchange.Head.Find("Content-Encoding"), raw, options.MaxRequestBodySize);
        var response = await ExecuteOnBackendAsync(new BackendRequest(operation, body, exchange.Head), exchange).ConfigureAwait(false);
        if (response.StatusCode == 200)
        {
            response = ResponseCompressor.Compress(response, exchange.Head.Find("Accept-Encoding"), options.ResponseCompressionThreshold);
        }

        return Cors.AddHeaders(exchange.Head, response);
    }

    private void Authorize(Exchange exchange, byte[] raw)
    {
        if (exchange.Tls is { Role: { } role } tls)
        {
            ClientRole.Verify(role, tls.Record.ClientSubject, cluster.Options.Users);
        }
        else
        {
            cluster.Verifier.Verify(exchange.Head, raw);
        }
    }

    private async ValueTask<Response> ExecuteOnBackendAsync(BackendRequest request, Exchange exchange)
    {
        try
        {
            var response = await cluster.Backend.ExecuteAsync(request, exchange.NodeStopping).ConfigureAwait(false);
            exchange.MarkExecuted();
            cluster.Options.OperationExecuted?.Invoke(new ExecutedOperation
            {
                Node = node,
                Operation = request.Operation,
                Body = request.Body,
                StatusCode = response.StatusCode,
            });
            return Response.Api(response.StatusCode, response.Body);
        }
        catch (Exception error) when (error is not (ApiException or OperationCanceledException))
        {
            throw ApiException.Internal($"Internal server error: {error.GetType().FullName} ({error.Message})");
        }
    }
}
