using Amazon.Runtime;

namespace AlternatorHandler;

/// <summary>Provides extension methods that use credentials of the AWS SDK.</summary>
public static class AlternatorOptionsExtensions
{
    /// <summary>Signs requests in the handler with credentials of the AWS SDK, which the SDK refreshes.</summary>
    /// <param name="options">The options.</param>
    /// <param name="credentials">The credentials, for example of a profile, the environment or a role.</param>
    public static void UseCredentials(this AlternatorOptions options, AWSCredentials credentials)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(credentials);
        options.CredentialsProvider = new AwsCredentialsProvider(credentials);
    }
}
