using AlternatorHandler.Testing.Http;

namespace AlternatorHandler.Testing.Faults;

internal sealed record TruncatedBodyFault() : Fault(nameof(TruncatedBody))
{
    internal override async Task<AfterReply> MeetAsync(Exchange exchange)
    {
        var reply = await exchange.HandleAsync().ConfigureAwait(false);
        await exchange.SendHeadAsync(reply with { IsStreamed = false }).ConfigureAwait(false);
        await exchange.SendBytesAsync(reply.Body[..(reply.Body.Length / 2)]).ConfigureAwait(false);
        return AfterReply.Reset;
    }
}
