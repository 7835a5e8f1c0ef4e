using Amazon.Runtime;

namespace AlternatorHandler;

/// <summary>Takes credentials of the AWS SDK.</summary>
public static class AlternatorOptionsExtensions
{
    /// <summary>Lets the handler sign with credentials of the AWS SDK, refreshed as the SDK does it.</summary>
    /// <param name="options">The options.</param>
    /// <param name="credentials">The credentials, from a profile, the environment or a role.</param>
    public static void UseCredentials(this AlternatorOptions options, AWSCredentials credentials)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(credentials);
        options.UseCredentials(new AwsCredentialsProvider(credentials));
    }
}
