namespace AlternatorHandler;

/// <summary>Says which credentials a request is signed with.</summary>
public interface IAlternatorCredentialsProvider
{
    /// <summary>Gets the credentials that are valid now.</summary>
    /// <param name="cancellationToken">Ends the wait of the request that asks.</param>
    /// <returns>The credentials. Never <see langword="null"/>.</returns>
    /// <remarks>
    /// Called for each attempt of each request, from any thread: keep what you fetched, and complete synchronously while it is valid.
    /// Returning the same object, or an equal user and secret, keeps the derived signing key; other credentials take effect with the next attempt.
    /// A synchronous <see cref="HttpClient.Send(HttpRequestMessage)"/> blocks while the returned task is incomplete, so await with <c>ConfigureAwait(false)</c>.
    /// An exception fails the request.
    /// </remarks>
    ValueTask<AlternatorCredentials> GetCredentialsAsync(CancellationToken cancellationToken);
}
