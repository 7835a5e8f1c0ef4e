namespace AlternatorHandler.UnitTests.Wire.Signing.Fakes;

/// <summary>Holds every message until the gate opens, then lets them through one at a time.</summary>
internal sealed class GateHandler(Task gate) : DelegatingHandler
{
    private readonly SemaphoreSlim _one = new(1);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        await _one.WaitAsync(cancellationToken);
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _one.Dispose();
        }

        base.Dispose(disposing);
    }
}
