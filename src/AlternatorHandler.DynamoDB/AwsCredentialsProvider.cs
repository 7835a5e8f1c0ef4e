using Amazon.Runtime;

namespace AlternatorHandler;

/// <summary>Provides the handler with credentials of the AWS SDK. The object of the SDK refreshes and caches them.</summary>
internal sealed class AwsCredentialsProvider(AWSCredentials credentials) : IAlternatorCredentialsProvider
{
    private volatile Converted? _last;

    public ValueTask<AlternatorCredentials> GetCredentialsAsync(CancellationToken cancellationToken)
    {
        var pending = credentials.GetCredentialsAsync();
        return pending.IsCompletedSuccessfully
#pragma warning disable RS0030 // The task is complete.
            ? new ValueTask<AlternatorCredentials>(Convert(pending.Result))
#pragma warning restore RS0030
            : new ValueTask<AlternatorCredentials>(ConvertAsync(pending, cancellationToken));
    }

    private async Task<AlternatorCredentials> ConvertAsync(Task<ImmutableCredentials> pending, CancellationToken cancellationToken) =>
        Convert(await pending.WaitAsync(cancellationToken).ConfigureAwait(false));

    // The same object for the same credentials, so that the derived signing key is reused and nothing is allocated.
    private AlternatorCredentials Convert(ImmutableCredentials source)
    {
        if (_last is not { } last || (last.Source != source && !last.Source.Equals(source)))
        {
            var token = string.IsNullOrEmpty(source.Token) ? null : source.Token;
            _last = last = new Converted(source, new AlternatorCredentials(source.AccessKey, source.SecretKey) { SessionToken = token });
        }

        return last.Result;
    }

    private sealed record Converted(ImmutableCredentials Source, AlternatorCredentials Result);
}
