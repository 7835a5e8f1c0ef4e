using AlternatorHandler.Testing.Http;

namespace AlternatorHandler.Testing.Faults;

internal sealed record ShedFault() : Fault(nameof(Shed))
{
    private const int Limit = 64;

    internal override Task<ConnectionAction> ApplyAsync(Exchange exchange) =>
        exchange.SendAsync(Response.Error(400, "RequestLimitExceeded", $"too many in-flight requests (configured via max_concurrent_requests_per_shard): {Limit}"));
}
