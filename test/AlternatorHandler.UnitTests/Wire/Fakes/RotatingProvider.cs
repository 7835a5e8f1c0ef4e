namespace AlternatorHandler.UnitTests.Wire.Fakes;

/// <summary>Provides different credentials for each call, asynchronously.</summary>
internal sealed class RotatingProvider : IAlternatorCredentialsProvider
{
    private int _calls;

    public async ValueTask<AlternatorCredentials> GetCredentialsAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        return new AlternatorCredentials($"user{Interlocked.Increment(ref _calls)}", "secret");
    }
}
