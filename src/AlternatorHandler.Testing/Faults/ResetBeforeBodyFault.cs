using AlternatorHandler.Testing.Http;

namespace AlternatorHandler.Testing.Faults;

internal sealed record ResetBeforeBodyFault() : Fault(nameof(ResetBeforeBody))
{
    internal override Task<AfterReply> MeetAsync(Exchange exchange) => Task.FromResult(AfterReply.Reset);
}
