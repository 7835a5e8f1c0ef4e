using AlternatorHandler.Testing.Http;
using AlternatorHandler.Testing.Recording;

namespace AlternatorHandler.Testing.Cluster;

/// <summary>Records each request of a node, rejects bodies that are too large, and passes the request to a fault or to the service.</summary>
internal sealed class RequestDispatcher(AlternatorTestClusterOptions options, NodeService service, NodeFaults faults, RequestJournal journal)
{
    public async Task<ConnectionAction> DispatchAsync(HttpConnection connection, RequestHead head, RequestBody body)
    {
        var route = Router.GetRoute(head);
        var operation = route == Route.Operation ? GetOperation(head) : null;
        var entry = new RequestEntry(head, operation, connection.Tls?.Record, options.TimeProvider.GetUtcNow());
        var (fault, cleared) = GetScope(route) is { } scope ? faults.Take(scope, operation) : default;
        if (fault is not null)
        {
            entry.SetFault(fault.Name);
        }

        journal.Add(entry, isOperation: operation is not null);
        var exchange = new Exchange(connection, head, body, entry, options.TimeProvider)
        {
            Handler = it => service.HandleAsync(route, operation, it),
            FaultsCleared = cleared,
        };
        if (route == Route.Operation && head.ContentLength > options.MaxRequestBodySize)
        {
            return await exchange.SendAsync(Response.Error(ApiException.PayloadTooLarge(options.MaxRequestBodySize))).ConfigureAwait(false);
        }

        return fault is null
            ? await exchange.SendAsync(await exchange.HandleAsync().ConfigureAwait(false)).ConfigureAwait(false)
            : await fault.ApplyAsync(exchange).ConfigureAwait(false);
    }

    private static FaultScope? GetScope(Route route) => route switch
    {
        Route.Operation => FaultScope.Operations,
        Route.Health => FaultScope.Health,
        Route.Discovery => FaultScope.Discovery,
        _ => null,
    };

    // A node ignores the service and the version before the first dot.
    private static string GetOperation(RequestHead head) =>
        head.Find("X-Amz-Target") is { } target && target.IndexOf('.', StringComparison.Ordinal) is var dot and >= 0 ? target[(dot + 1)..] : "";
}
