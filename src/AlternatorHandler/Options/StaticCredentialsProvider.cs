namespace AlternatorHandler.Options;

/// <summary>Supplies the same credentials for every request.</summary>
internal sealed class StaticCredentialsProvider(AlternatorCredentials credentials) : IAlternatorCredentialsProvider
{
    public ValueTask<AlternatorCredentials> GetCredentialsAsync(CancellationToken cancellationToken) => new(credentials);
}
