using AlternatorHandler.Testing.Http;

namespace AlternatorHandler.Testing.Faults;

internal sealed record InternalServerErrorFault(string Message, bool IsExecuted) : Fault(nameof(InternalServerError))
{
    internal override async Task<ConnectionAction> ApplyAsync(Exchange exchange)
    {
        await exchange.ReadBodyAsync().ConfigureAwait(false);
        if (IsExecuted)
        {
            await exchange.HandleAsync().ConfigureAwait(false);
        }

        return await exchange.SendAsync(Response.Error(ApiException.Internal(Message))).ConfigureAwait(false);
    }
}
