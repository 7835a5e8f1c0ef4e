using AlternatorHandler.Testing.Http;

namespace AlternatorHandler.Testing.Faults;

internal sealed record GarbageFault() : Fault(nameof(Garbage))
{
    private static readonly byte[] Bytes = [0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x46, 0x0d, 0x0a, 0x0d, 0x0a];

    internal override async Task<ConnectionAction> ApplyAsync(Exchange exchange)
    {
        await exchange.ReadBodyAsync().ConfigureAwait(false);
        await exchange.SendBytesAsync(Bytes).ConfigureAwait(false);
        return ConnectionAction.Close;
    }
}
