using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace TypedClient;

/// <summary>Stores orders in a table, through DynamoDB's HTTP API. It contains no code for nodes, retries and signatures.</summary>
/// <param name="http">The client whose handler sends requests to the cluster.</param>
internal sealed class OrdersClient(HttpClient http)
{
    private const string Table = "Orders";

    private const string Definition = $$"""
        {
          "TableName": "{{Table}}",
          "AttributeDefinitions": [ { "AttributeName": "Id", "AttributeType": "S" } ],
          "KeySchema": [ { "AttributeName": "Id", "KeyType": "HASH" } ],
          "BillingMode": "PAY_PER_REQUEST"
        }
        """;

    /// <summary>Creates the table if it does not exist.</summary>
    public async Task CreateTableAsync(CancellationToken cancellationToken)
    {
        using var response = await SendAsync("CreateTable", new StringContent(Definition), cancellationToken);
        var error = await response.Content.ReadAsStringAsync(cancellationToken);
        if (!response.IsSuccessStatusCode && !error.Contains("ResourceInUseException", StringComparison.Ordinal))
        {
            throw new HttpRequestException($"CreateTable: {error}", inner: null, response.StatusCode);
        }
    }

    public async Task PutAsync(Order order, CancellationToken cancellationToken)
    {
        using var content = Json(new PutItemRequest(Table, OrderItem.From(order)), WireJson.Default.PutItemRequest);
        using var response = await SendAsync("PutItem", content, cancellationToken);
        await ThrowOnErrorAsync("PutItem", response, cancellationToken);
    }

    /// <returns>The order, or <see langword="null"/>.</returns>
    public async Task<Order?> GetAsync(string id, CancellationToken cancellationToken)
    {
        using var content = Json(new GetItemRequest(Table, new OrderKey(new StringValue(id)), ConsistentRead: true), WireJson.Default.GetItemRequest);
        using var response = await SendAsync("GetItem", content, cancellationToken);
        await ThrowOnErrorAsync("GetItem", response, cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var found = await JsonSerializer.DeserializeAsync(body, WireJson.Default.GetItemResponse, cancellationToken);
        return found?.Item?.ToOrder();
    }

    // The handler can send a byte array again, to another node.
    private static ByteArrayContent Json<T>(T value, JsonTypeInfo<T> type) => new(JsonSerializer.SerializeToUtf8Bytes(value, type));

    private static async Task ThrowOnErrorAsync(string operation, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw new HttpRequestException($"{operation}: {await response.Content.ReadAsStringAsync(cancellationToken)}", inner: null, response.StatusCode);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(string operation, HttpContent content, CancellationToken cancellationToken)
    {
        content.Headers.ContentType = new("application/x-amz-json-1.0");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = content };
        request.Headers.Add("X-Amz-Target", $"DynamoDB_20120810.{operation}");
        return await http.SendAsync(request, cancellationToken);
    }
}
