using AlternatorHandler.Testing.Http;

namespace AlternatorHandler.Testing.Faults;

internal sealed record HangFault() : Fault(nameof(Hang))
{
    internal override async Task<ConnectionAction> ApplyAsync(Exchange exchange)
    {
        await exchange.ReadBodyAsync().ConfigureAwait(false);
        await exchange.HangAsync().ConfigureAwait(false);
        return ConnectionAction.Close;
    }
}
