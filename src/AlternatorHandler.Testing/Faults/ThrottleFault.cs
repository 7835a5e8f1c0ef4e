using AlternatorHandler.Testing.Http;

namespace AlternatorHandler.Testing.Faults;

internal sealed record ThrottleFault(string Type) : Fault(nameof(Throttle))
{
    internal override async Task<ConnectionAction> ApplyAsync(Exchange exchange)
    {
        await exchange.ReadBodyAsync().ConfigureAwait(false);
        return await exchange.SendAsync(Response.Error(400, Type, Message)).ConfigureAwait(false);
    }

    private string Message => Type switch
    {
        "RequestLimitExceeded" => "Per-partition rate limit reached for 1 partition(s) in table alternator_T.T",
        "ThrottlingException" => "Rate of requests exceeds the allowed throughput.",
        _ => "The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.",
    };
}
