using AlternatorHandler.Testing.Http;

namespace AlternatorHandler.Testing.Faults;

internal sealed record TruncatedBodyFault() : Fault(nameof(TruncatedBody))
{
    internal override async Task<ConnectionAction> ApplyAsync(Exchange exchange)
    {
        var response = await exchange.HandleAsync().ConfigureAwait(false);
        await exchange.SendHeadAsync(response with { IsStreamed = false }).ConfigureAwait(false);
        await exchange.SendBytesAsync(response.Body[..(response.Body.Length / 2)]).ConfigureAwait(false);
        return ConnectionAction.Reset;
    }
}
