using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace AlternatorHandler.Affinity;

/// <summary>Asks for a table's partition key, through the same pipeline as any request: balanced, retried, and signed if the handler signs.</summary>
internal sealed class TableDescriber(HttpMessageInvoker pipeline, Uri address) : ITableDescriber
{
    // A table with a thousand attributes and twenty indexes is described in less; a reply without end is not read to the end of memory.
    private const int MaxReplySize = 1024 * 1024;

    public async Task<TableDescription> DescribeAsync(string table, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Headers = { { "X-Amz-Target", "DynamoDB_20120810.DescribeTable" } },
            Content = new ByteArrayContent(Body(table)) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.0") } },
        };
        try
        {
            using var response = await pipeline.SendAsync(request, cancellationToken).ConfigureAwait(false);
            await response.Content.LoadIntoBufferAsync(MaxReplySize, cancellationToken).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            return response.IsSuccessStatusCode
                ? PartitionKeyOf(body) is { } key ? new(key, false, string.Empty) : new(null, true, "the answer names no partition key")
                : new(null, response.StatusCode < HttpStatusCode.InternalServerError, $"answered {(int)response.StatusCode}");
        }
        catch (HttpRequestException exception)
        {
            return new(null, false, exception.Message);
        }
    }

    private static byte[] Body(string table)
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

    /// <returns>The name of the partition key, or <see langword="null"/> if <paramref name="body"/> tells none.</returns>
    internal static string? PartitionKeyOf(byte[] body)
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

/// <summary>Describes tables. A test replaces it.</summary>
internal interface ITableDescriber
{
    Task<TableDescription> DescribeAsync(string table, CancellationToken cancellationToken);
}

/// <summary>What DescribeTable told of a table's key.</summary>
/// <param name="PartitionKey">The name of the partition key attribute, or <see langword="null"/>.</param>
/// <param name="IsFinal">Whether asking again soon would bring the same answer.</param>
/// <param name="Failure">Why there is no name.</param>
internal sealed record TableDescription(string? PartitionKey, bool IsFinal, string Failure);
