using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using TypedClient.Wire;

namespace TypedClient;

/// <summary>A table of orders over DynamoDB's HTTP API. Nothing in here knows of nodes, retries and signatures.</summary>
/// <param name="http">Sends to the cluster.</param>
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

    /// <summary>Creates the table if there is none.</summary>
    public async Task CreateTableAsync(CancellationToken cancellationToken)
    {
        using var reply = await SendAsync("CreateTable", new StringContent(Definition), cancellationToken);
        var error = await reply.Content.ReadAsStringAsync(cancellationToken);
        if (!reply.IsSuccessStatusCode && !error.Contains("ResourceInUseException", StringComparison.Ordinal))
        {
            throw new HttpRequestException($"CreateTable: {error}", inner: null, reply.StatusCode);
        }
    }

    public async Task PutAsync(Order order, CancellationToken cancellationToken)
    {
        using var content = Json(new PutOrder(Table, OrderItem.Of(order)), WireJson.Default.PutOrder);
        using var reply = await SendAsync("PutItem", content, cancellationToken);
        await ThrowOnErrorAsync("PutItem", reply, cancellationToken);
    }

    /// <returns>The order, or <see langword="null"/>.</returns>
    public async Task<Order?> GetAsync(string id, CancellationToken cancellationToken)
    {
        using var content = Json(new GetOrder(Table, new OrderKey(new StringValue(id)), ConsistentRead: true), WireJson.Default.GetOrder);
        using var reply = await SendAsync("GetItem", content, cancellationToken);
        await ThrowOnErrorAsync("GetItem", reply, cancellationToken);
        await using var body = await reply.Content.ReadAsStreamAsync(cancellationToken);
        var found = await JsonSerializer.DeserializeAsync(body, WireJson.Default.FoundOrder, cancellationToken);
        return found?.Item?.ToOrder();
    }

    // Bytes can be sent again, to another node.
    private static ByteArrayContent Json<T>(T value, JsonTypeInfo<T> type) => new(JsonSerializer.SerializeToUtf8Bytes(value, type));

    private static async Task ThrowOnErrorAsync(string operation, HttpResponseMessage reply, CancellationToken cancellationToken)
    {
        if (reply.StatusCode != HttpStatusCode.OK)
        {
            throw new HttpRequestException($"{operation}: {await reply.Content.ReadAsStringAsync(cancellationToken)}", inner: null, reply.StatusCode);
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
