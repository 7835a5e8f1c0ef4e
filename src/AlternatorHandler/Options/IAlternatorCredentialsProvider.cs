namespace AlternatorHandler;

/// <summary>Supplies the credentials that requests are signed with.</summary>
public interface IAlternatorCredentialsProvider
{
    /// <summary>Gets the current credentials.</summary>
    /// <param name="cancellationToken">The token that is cancelled when the attempt that needs the credentials is cancelled or times out.</param>
    /// <returns>The credentials. Never <see langword="null"/>.</returns>
    /// <remarks>
    /// This method is called for each attempt of each request, from any thread. Cache the credentials, and complete synchronously while they are valid.
    /// The derived signing key is reused while the returned object is the same or has the same user and secret. Other credentials take effect with the next attempt.
    /// The synchronous <see cref="HttpClient.Send(HttpRequestMessage)"/> blocks until the returned task completes, so use <c>ConfigureAwait(false)</c> in the implementation.
    /// An exception fails the request.
    /// </remarks>
    ValueTask<AlternatorCredentials> GetCredentialsAsync(CancellationToken cancellationToken);
}
