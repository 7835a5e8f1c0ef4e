using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace AlternatorHandler.Benchmarks.Wire;

/// <summary>The table that reports read and write.</summary>
internal static class SampleTable
{
    public static Task CreateAsync(IAmazonDynamoDB client) => client.CreateTableAsync(new CreateTableRequest
    {
        TableName = SampleOrder.Table,
        AttributeDefinitions = [new("customer", ScalarAttributeType.S), new("id", ScalarAttributeType.S)],
        KeySchema = [new("customer", KeyType.HASH), new("id", KeyType.RANGE)],
        BillingMode = BillingMode.PAY_PER_REQUEST,
    });
}
