namespace AlternatorHandler.Testing.Tests.Support;

/// <summary>Creates the table <c>items</c>, whose key is the string <c>id</c>.</summary>
internal static class Tables
{
    private const string Request = """
        {"TableName":"items","BillingMode":"PAY_PER_REQUEST",
         "AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],
         "KeySchema":[{"AttributeName":"id","KeyType":"HASH"}]}
        """;

    public static async Task CreateAsync(AlternatorTestCluster cluster)
    {
        var response = await RawClient.ExchangeAsync(cluster[0], RawClient.Post("CreateTable", Request, "Connection: close"));
        Assert.That(response.StatusLine, Does.EndWith("200 OK"), response.Body);
        cluster[0].ClearRequests();
    }
}
