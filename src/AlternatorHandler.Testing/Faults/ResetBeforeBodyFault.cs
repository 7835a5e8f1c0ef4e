using AlternatorHandler.Testing.Http;

namespace AlternatorHandler.Testing.Faults;

internal sealed record ResetBeforeBodyFault() : Fault(nameof(ResetBeforeBody))
{
    internal override Task<ConnectionAction> ApplyAsync(Exchange exchange) => Task.FromResult(ConnectionAction.Reset);
}
