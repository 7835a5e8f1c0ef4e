using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace AlternatorHandler.FunctionalTests.Reliability;

/// <summary>An operation as the SDK and as a typed client send it, on the item of a key.</summary>
/// <param name="Name">What the tests call it.</param>
/// <param name="Class">What matters of it when its reply is lost.</param>
/// <param name="Target">The operation in <c>X-Amz-Target</c>.</param>
/// <param name="SendAsync">Sends it by the SDK.</param>
/// <param name="Json">Its body for a typed client.</param>
internal sealed record MatrixOperation(string Name, OperationClass Class, string Target, Func<IAmazonDynamoDB, string, Task> SendAsync, Func<string, string> Json)
{
    private const string OnlyOnce = "attribute_not_exists(Id)";

    public static readonly MatrixOperation PointRead = new(
        nameof(PointRead),
        OperationClass.Read,
        "GetItem",
        (client, id) => client.GetItemAsync(Orders.Get(id)),
        id => $$"""{"TableName":"Orders","Key":{{Key(id)}},"ConsistentRead":true}""");

    public static readonly IReadOnlyList<MatrixOperation> All =
    [
        PointRead,
        new(
            "RangeRead",
            OperationClass.Read,
            "Query",
            (client, id) => client.QueryAsync(new QueryRequest { TableName = Orders.Table, KeyConditionExpression = "Id = :id", ExpressionAttributeValues = new() { [":id"] = new(id) } }),
            id => $$$$"""{"TableName":"Orders","KeyConditionExpression":"Id = :id","ExpressionAttributeValues":{":id":{"S":"{{{{id}}}}"}}}"""),
        new(
            "BatchRead",
            OperationClass.Read,
            "BatchGetItem",
            (client, id) => client.BatchGetItemAsync(new BatchGetItemRequest { RequestItems = new() { [Orders.Table] = new() { Keys = [Orders.Key(id), Orders.Key("other")] } } }),
            id => $$$$"""{"RequestItems":{"Orders":{"Keys":[{{{{Key(id)}}}},{{{{Key("other")}}}}]}}}"""),
        new(
            "Put",
            OperationClass.IdempotentWrite,
            "PutItem",
            (client, id) => client.PutItemAsync(Orders.Put(id)),
            id => $$"""{"TableName":"Orders","Item":{{Item(id)}}}"""),
        new(
            "BatchWrite",
            OperationClass.IdempotentWrite,
            "BatchWriteItem",
            (client, id) => client.BatchWriteItemAsync(new BatchWriteItemRequest
            {
                RequestItems = new() { [Orders.Table] = [new(new PutRequest(Orders.Put(id).Item)), new(new DeleteRequest(Orders.Key(id + "-gone")))] },
            }),
            id => $$$$"""{"RequestItems":{"Orders":[{"PutRequest":{"Item":{{{{Item(id)}}}}}},{"DeleteRequest":{"Key":{{{{Key(id + "-gone")}}}}}}]}}"""),
        new(
            "Add",
            OperationClass.Addition,
            "UpdateItem",
            (client, id) => client.UpdateItemAsync(Orders.Add(id)),
            id => $$$$"""{"TableName":"Orders","Key":{{{{Key(id)}}}},"UpdateExpression":"ADD Amount :one","ExpressionAttributeValues":{":one":{"N":"1"}}}"""),
        new(
            "ConditionalPut",
            OperationClass.ConditionalWrite,
            "PutItem",
            (client, id) =>
            {
                var put = Orders.Put(id);
                put.ConditionExpression = OnlyOnce;
                return client.PutItemAsync(put);
            },
            id => $$"""{"TableName":"Orders","Item":{{Item(id)}},"ConditionExpression":"{{OnlyOnce}}"}"""),
    ];

    private static string Key(string id) => $$$"""{"Id":{"S":"{{{id}}}"}}""";

    private static string Item(string id) => $$$"""{"Id":{"S":"{{{id}}}"},"Amount":{"N":"1"}}""";
}
