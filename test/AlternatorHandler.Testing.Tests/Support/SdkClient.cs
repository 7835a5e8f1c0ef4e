using Amazon.DynamoDBv2;
using Amazon.Runtime;

namespace AlternatorHandler.Testing.Tests.Support;

/// <summary>The AWS SDK as its users have it, for one node, without retries.</summary>
internal static class SdkClient
{
    public static AmazonDynamoDBClient For(AlternatorTestNode node, string user = "alternator", string secret = "secret") => new(
        new BasicAWSCredentials(user, secret),
        new AmazonDynamoDBConfig { ServiceURL = node.Address.ToString(), MaxErrorRetry = 0 });
}
