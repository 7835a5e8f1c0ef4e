using AlternatorHandler.Testing.Http;

namespace AlternatorHandler.Testing.Faults;

internal sealed record CloseBeforeReplyFault() : Fault(nameof(CloseBeforeReply))
{
    internal override async Task<ConnectionAction> ApplyAsync(Exchange exchange)
    {
        await exchange.ReadBodyAsync().ConfigureAwait(false);
        return ConnectionAction.Close;
    }
}
