namespace AlternatorHandler.UnitTests.Wire.Signing.Fakes;

/// <summary>Fetches other credentials at every call, and never at once.</summary>
internal sealed class RotatingProvider : IAlternatorCredentialsProvider
{
    private int _calls;

    public async ValueTask<AlternatorCredentials> GetCredentialsAsync(CancellationToken ct)
    {
        await Task.Yield();
        return new AlternatorCredentials($"user{Interlocked.Increment(ref _calls)}", "secret");
    }
}
