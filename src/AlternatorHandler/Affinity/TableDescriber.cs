using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace AlternatorHandler.Affinity;

/// <summary>Reads a table's partition key with a DescribeTable request, which uses the same pipeline as other requests: it is balanced, retried, and signed if the handler signs.</summary>
internal sealed class TableDescriber(HttpMessageInvoker pipeline, Uri address) : ITableDescriber
{
    // The description of a table with a thousand attributes and twenty indexes is shorter. The limit prevents an endless response from exhausting the memory.
    private const int MaxResponseSize = 1024 * 1024;

    public async Task<TableDescription> DescribeAsync(string table, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Headers = { { "X-Amz-Target", "DynamoDB_20120810.DescribeTable" } },
            Content = new ByteArrayContent(CreateBody(table)) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.0") } },
        };
        try
        {
            using var response = await pipeline.SendAsync(request, cancellationToken).ConfigureAwait(false);
            await response.Content.LoadIntoBufferAsync(MaxResponseSize, cancellationToken).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            return response.IsSuccessStatusCode
                ? ParsePartitionKey(body) is { } key ? new(key, false, string.Empty) : new(null, true, "the response contains no partition key")
                : new(null, response.StatusCode < HttpStatusCode.InternalServerError, $"returned {(int)response.StatusCode}");
        }
        catch (HttpRequestException exception)
        {
            return new(null, false, exception.Message);
        }
    }

    private static byte[] CreateBody(string table)
    {
        using var body = new MemoryStream();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            writer.WriteString("TableName"u8, table);
            writer.WriteEndObject();
        }

        return body.ToArray();
    }

    /// <summary>Parses the response of DescribeTable.</summary>
    /// <returns>The name of the partition key, or <see langword="null"/> if <paramref name="body"/> does not contain one.</returns>
    internal static string? ParsePartitionKey(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.GetProperty("Table").GetProperty("KeySchema").EnumerateArray()
                .FirstOrDefault(key => key.GetProperty("KeyType").GetString() == "HASH") is { ValueKind: JsonValueKind.Object } hash
                ? hash.GetProperty("AttributeName").GetString()
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }
}

/// <summary>Describes tables. Tests replace it.</summary>
internal interface ITableDescriber
{
    Task<TableDescription> DescribeAsync(string table, CancellationToken cancellationToken);
}

/// <summary>Represents the result of a DescribeTable request.</summary>
/// <param name="PartitionKey">The name of the partition key attribute, or <see langword="null"/>.</param>
/// <param name="IsFinal">Whether an immediate retry would return the same result.</param>
/// <param name="Failure">The reason why there is no partition key.</param>
internal sealed record TableDescription(string? PartitionKey, bool IsFinal, string Failure);
