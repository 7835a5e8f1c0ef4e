using AlternatorHandler.Testing.Http;

namespace AlternatorHandler.Testing.Faults;

internal sealed record CloseBeforeReplyFault() : Fault(nameof(CloseBeforeReply))
{
    internal override async Task<AfterReply> MeetAsync(Exchange exchange)
    {
        await exchange.ReadBodyAsync().ConfigureAwait(false);
        return AfterReply.Close;
    }
}
