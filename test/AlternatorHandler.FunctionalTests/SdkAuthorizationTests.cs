using Amazon.DynamoDBv2;
using Amazon.Runtime;

namespace AlternatorHandler.FunctionalTests;

public sealed class SdkAuthorizationTests(SdkEngine engine) : SdkTests(engine)
{
    private readonly SdkEngine _engine = engine;

    [OneTimeSetUp]
    public void RequireAuthorization()
    {
        if (_engine == SdkEngine.RealCluster)
        {
            Assert.Ignore("The real cluster is one that does not enforce authorization.");
        }
    }

    [TestCase("alternator", "wrong", "wrong signature")]
    [TestCase("nobody", "secret", "User not found: nobody")]
    public async Task Each_node_refuses_a_wrong_signature(string user, string secret, string message)
    {
        var client = await ConnectAsync(new BasicAWSCredentials(user, secret));

        for (var i = 0; i < 3; i++)
        {
            Assert.That(
                () => client.ListTablesAsync(),
                Throws.InstanceOf<AmazonDynamoDBException>()
                    .With.Property(nameof(AmazonDynamoDBException.ErrorCode)).EqualTo("UnrecognizedClientException")
                    .And.Message.EqualTo(message));
        }

        Assert.That(Shares("ListTables"), Is.EqualTo([1, 1, 1]));
        Assert.That(Nodes.Nodes.SelectMany(node => node.Requests), Is.All.Property(nameof(Testing.RecordedRequest.WasExecuted)).False);
    }

    [Test]
    public async Task Each_node_refuses_an_unsigned_request()
    {
        var client = await ConnectAsync(new AnonymousAWSCredentials());

        for (var i = 0; i < 3; i++)
        {
            Assert.That(
                () => client.ListTablesAsync(),
                Throws.InstanceOf<AmazonDynamoDBException>().With.Property(nameof(AmazonDynamoDBException.ErrorCode)).EqualTo("MissingAuthenticationTokenException"));
        }
    }
}
