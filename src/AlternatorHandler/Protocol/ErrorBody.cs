using System.Text.Json;

namespace AlternatorHandler.Protocol;

/// <summary>Represents the type and message of an error response.</summary>
internal readonly record struct ErrorBody(string Type, string Message)
{
    // ScyllaDB's error bodies are a few hundred bytes. A longer body may contain an item, and does not indicate overload.
    private const int MaxBodySize = 64 * 1024;

    private static readonly ErrorBody None = new(string.Empty, string.Empty);

    /// <summary>Gets a value indicating whether the node rejected the request because of its own load. Another node may accept it.</summary>
    /// <remarks>ScyllaDB uses the same type for the rate limit of a partition, which applies on every node. Only the message distinguishes the two.</remarks>
    public bool IsShed => Type == "RequestLimitExceeded" && Message.StartsWith("too many in-flight requests", StringComparison.Ordinal);

    /// <summary>Gets a value indicating whether the cluster limits the rate of requests.</summary>
    public bool IsThrottling => Type is "RequestLimitExceeded" or "ProvisionedThroughputExceededException" or "ThrottlingException";

    /// <summary>Reads the body of a response. The caller can still read it afterwards.</summary>
    public static async ValueTask<ErrorBody> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength is null or 0 or > MaxBodySize || content.Headers.ContentEncoding.Count > 0)
        {
            return None;
        }

        // ReadAsStream is not used, because the content would return the same stream to the caller, already read to its end.
        return Parse(await content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
    }

    internal static ErrorBody Parse(ReadOnlySpan<byte> json)
    {
        var error = None;
        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return None;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isType = reader.ValueTextEquals("__type"u8);
                var isMessage = reader.ValueTextEquals("message"u8);
                reader.Read();
                if (reader.TokenType == JsonTokenType.String && (isType || isMessage))
                {
                    var value = reader.GetString()!;
                    error = isType ? error with { Type = value[(value.LastIndexOf('#') + 1)..] } : error with { Message = value };
                }
                else
                {
                    reader.Skip();
                }
            }

            return error;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string that is not valid UTF-8.
            return None;
        }
    }
}
