using AlternatorHandler.Testing.Http;

namespace AlternatorHandler.Testing.Faults;

internal sealed record LostReplyFault() : Fault(nameof(LostReply))
{
    internal override async Task<ConnectionAction> ApplyAsync(Exchange exchange)
    {
        await exchange.HandleAsync().ConfigureAwait(false);
        return ConnectionAction.Reset;
    }
}
