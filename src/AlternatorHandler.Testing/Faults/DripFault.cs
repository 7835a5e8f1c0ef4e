using AlternatorHandler.Testing.Http;

namespace AlternatorHandler.Testing.Faults;

internal sealed record DripFault(int Bytes, TimeSpan Interval) : Fault(nameof(Drip))
{
    internal override async Task<ConnectionAction> ApplyAsync(Exchange exchange)
    {
        var response = await exchange.HandleAsync().ConfigureAwait(false);
        await exchange.SendHeadAsync(response with { IsStreamed = false }).ConfigureAwait(false);
        for (var rest = response.Body; !rest.IsEmpty;)
        {
            var portion = rest[..Math.Min(Bytes, rest.Length)];
            await exchange.SendBytesAsync(portion).ConfigureAwait(false);
            rest = rest[portion.Length..];
            if (!rest.IsEmpty)
            {
                await exchange.DelayAsync(Interval).ConfigureAwait(false);
            }
        }

        return ConnectionAction.KeepAlive;
    }
}
