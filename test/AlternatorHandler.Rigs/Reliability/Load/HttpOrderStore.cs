using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace AlternatorHandler.Rigs.Reliability.Load;

/// <summary>The table through a typed <see cref="HttpClient"/>, without the AWS SDK.</summary>
internal sealed class HttpOrderStore(HttpClient client) : IOrderStore
{
    public Task CreateTableAsync() => AskAsync("CreateTable", $$"""
        {"TableName":"{{Order.Table}}","BillingMode":"PAY_PER_REQUEST",
         "AttributeDefinitions":[{"AttributeName":"Customer","AttributeType":"S"},{"AttributeName":"Id","AttributeType":"S"}],
         "KeySchema":[{"AttributeName":"Customer","KeyType":"HASH"},{"AttributeName":"Id","KeyType":"RANGE"}]}
        """);

    public async Task<Order?> GetAsync(string customer, string id)
    {
        using var reply = await AskAsync("GetItem", $$"""{"TableName":"{{Order.Table}}","Key":{{Key(customer, id)}},"ConsistentRead":true}""");
        return reply.RootElement.TryGetProperty("Item", out var item) ? Read(item) : null;
    }

    public async Task<IReadOnlyList<Order>> QueryAsync(string customer, int limit)
    {
        using var reply = await AskAsync("Query", $$$"""
            {"TableName":"{{{Order.Table}}}","KeyConditionExpression":"Customer = :customer","ExpressionAttributeValues":{":customer":{"S":"{{{customer}}}"}},
             "ConsistentRead":true,"Limit":{{{limit.ToString(CultureInfo.InvariantCulture)}}}}
            """);
        return [.. reply.RootElement.GetProperty("Items").EnumerateArray().Select(Read)];
    }

    public Task PutAsync(Order order) => DoAsync("PutItem", $$$"""{"TableName":"{{{Order.Table}}}","Item":{{{Item(order)}}}}""");

    public async Task PutNewAsync(Order order)
    {
        try
        {
            await DoAsync("PutItem", $$"""{"TableName":"{{Order.Table}}","Item":{{Item(order)}},"ConditionExpression":"attribute_not_exists(Id)"}""");
        }
        catch (NodeAnswerException failed) when (failed.Message.Contains("ConditionalCheckFailedException", StringComparison.Ordinal))
        {
            throw new ConditionFailedException(failed);
        }
    }

    public Task DeleteAsync(string customer, string id) => DoAsync("DeleteItem", $$$"""{"TableName":"{{{Order.Table}}}","Key":{{{Key(customer, id)}}}}""");

    public Task SetAsync(string customer, string id, string mark) => DoAsync("UpdateItem", $$$"""
        {"TableName":"{{{Order.Table}}}","Key":{{{Key(customer, id)}}},"UpdateExpression":"SET Mark = :mark","ExpressionAttributeValues":{":mark":{"S":"{{{mark}}}"} } }
        """);

    public Task AddAsync(string customer, string id, string mark) => DoAsync("UpdateItem", $$$"""
        {"TableName":"{{{Order.Table}}}","Key":{{{Key(customer, id)}}},"UpdateExpression":"ADD Hits :one SET LastHit = :mark",
         "ExpressionAttributeValues":{":one":{"N":"1"},":mark":{"S":"{{{mark}}}"} } }
        """);

    public Task WriteAsync(string customer, IReadOnlyList<Order> puts, IReadOnlyList<string> deletes)
    {
        var writes = puts.Select(order => $$$$"""{"PutRequest":{"Item":{{{{Item(order)}}}}}}""").Concat(deletes.Select(id => $$$$"""{"DeleteRequest":{"Key":{{{{Key(customer, id)}}}}}}"""));
        return DoAsync("BatchWriteItem", $$$$"""{"RequestItems":{"{{{{Order.Table}}}}":[{{{{string.Join(',', writes)}}}}]}}""");
    }

    private static string Key(string customer, string id) => $$$$"""{"Customer":{"S":"{{{{customer}}}}"},"Id":{"S":"{{{{id}}}}"}}""";

    private static string Item(Order order) => string.Create(
        CultureInfo.InvariantCulture,
        $$$$"""{"Customer":{"S":"{{{{order.Customer}}}}"},"Id":{"S":"{{{{order.Id}}}}"},"Body":{"S":"{{{{order.Body}}}}"},"Mark":{"S":"{{{{order.Mark}}}}"},"Hits":{"N":"{{{{order.Hits}}}}"}}""");

    private static Order Read(JsonElement item) =>
        new(Text(item, "Customer"), Text(item, "Id"), Text(item, "Body"), Text(item, "Mark"), int.Parse(Text(item, "Hits", "N"), CultureInfo.InvariantCulture));

    private static string Text(JsonElement item, string name, string type = "S") => item.GetProperty(name).GetProperty(type).GetString()!;

    private async Task DoAsync(string operation, string json)
    {
        using var reply = await AskAsync(operation, json);
    }

    private async Task<JsonDocument> AskAsync(string operation, string json)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(json));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.0");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Headers = { { "X-Amz-Target", $"DynamoDB_20120810.{operation}" } }, Content = content };
        using var response = await client.SendAsync(request);
        return response.StatusCode == HttpStatusCode.OK
            ? JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync())
            : throw new NodeAnswerException((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
