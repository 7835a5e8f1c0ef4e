namespace AlternatorHandler.Options;

/// <summary>The same credentials for every request.</summary>
internal sealed class StaticCredentialsProvider(AlternatorCredentials credentials) : IAlternatorCredentialsProvider
{
    public ValueTask<AlternatorCredentials> GetCredentialsAsync(CancellationToken cancellationToken) => new(credentials);
}
