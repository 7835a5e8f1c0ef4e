using System.Text.Encodings.Web;
using System.Text.Json;
using AlternatorHandler.Testing.Backends;
using AlternatorHandler.Testing.Compression;
using AlternatorHandler.Testing.Http;
using AlternatorHandler.Testing.Tls;

namespace AlternatorHandler.Testing.Cluster;

/// <summary>What a healthy node replies.</summary>
internal sealed class NodeService(ClusterState cluster, AlternatorTestNode node, NodeListing listing)
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async ValueTask<Reply> HandleAsync(Route route, string? operation, Exchange exchange) => route switch
    {
        Route.Operation => await OperateAsync(operation!, exchange).ConfigureAwait(false),
        Route.Health => Reply.Text($"healthy: {exchange.Head.Find("Host")}"),
        Route.Discovery => Reply.Json(node.LocalNodesBody ?? ListNodes(exchange.Head.Target)),
        Route.Preflight => Cors.Preflight(exchange.Head),
        _ => Reply.NotFound(),
    };

    private string ListNodes(string target) =>
        JsonSerializer.Serialize(listing.List(QueryString.Last(target, "dc"), QueryString.Last(target, "rack")), Relaxed);

    // The order is the server's: the signature covers the body as it came, compressed if it was.
    private async ValueTask<Reply> OperateAsync(string operation, Exchange exchange)
    {
        var options = cluster.Options;
        var raw = await exchange.ReadBodyAsync().ConfigureAwait(false);
        if (options.EnforceAuthorization)
        {
            Authorize(exchange, raw);
        }

        var body = RequestDecompressor.Apply(exchange.Head.Find("Content-Encoding"), raw, options.MaxRequestBodySize);
        var reply = await ExecuteAsync(new BackendRequest(operation, body, exchange.Head), exchange).ConfigureAwait(false);
        if (reply.StatusCode == 200)
        {
            reply = ReplyCompressor.Apply(reply, exchange.Head.Find("Accept-Encoding"), options.ResponseCompressionThreshold);
        }

        return Cors.Apply(exchange.Head, reply);
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

    private async ValueTask<Reply> ExecuteAsync(BackendRequest request, Exchange exchange)
    {
        try
        {
            var reply = await cluster.Backend.ExecuteAsync(request, exchange.NodeStopping).ConfigureAwait(false);
            exchange.Executed();
            cluster.Options.OperationExecuted?.Invoke(new ExecutedOperation
            {
                Node = node,
                Operation = request.Operation,
                Body = request.Body,
                StatusCode = reply.StatusCode,
            });
            return Reply.Api(reply.StatusCode, reply.Body);
        }
        catch (Exception error) when (error is not (ApiException or OperationCanceledException))
        {
            throw ApiException.Internal($"Internal server error: {error.GetType().FullName} ({error.Message})");
        }
    }
}
