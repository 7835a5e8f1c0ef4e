using AlternatorHandler.Testing.Http;

namespace AlternatorHandler.Testing.Faults;

internal sealed record HangWithoutReadingFault() : Fault(nameof(HangWithoutReading))
{
    internal override async Task<ConnectionAction> ApplyAsync(Exchange exchange)
    {
        await exchange.HangAsync().ConfigureAwait(false);
        return ConnectionAction.Close;
    }
}
