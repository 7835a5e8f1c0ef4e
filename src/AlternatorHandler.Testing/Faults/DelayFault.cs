using AlternatorHandler.Testing.Http;

namespace AlternatorHandler.Testing.Faults;

internal sealed record DelayFault(TimeSpan Time) : Fault(nameof(Delay))
{
    internal override async Task<ConnectionAction> ApplyAsync(Exchange exchange)
    {
        await exchange.ReadBodyAsync().ConfigureAwait(false);
        await exchange.DelayAsync(Time).ConfigureAwait(false);
        return await exchange.SendAsync(await exchange.HandleAsync().ConfigureAwait(false)).ConfigureAwait(false);
    }
}
