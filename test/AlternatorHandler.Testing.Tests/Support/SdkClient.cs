using Amazon.DynamoDBv2;
using Amazon.Runtime;

namespace AlternatorHandler.Testing.Tests.Support;

/// <summary>Creates clients of the AWS SDK for one node, without retries.</summary>
internal static class SdkClient
{
    public static AmazonDynamoDBClient Create(AlternatorTestNode node, string user = "alternator", string secret = "secret") => new(
        new BasicAWSCredentials(user, secret),
        new AmazonDynamoDBConfig { ServiceURL = node.Address.ToString(), MaxErrorRetry = 0 });
}
