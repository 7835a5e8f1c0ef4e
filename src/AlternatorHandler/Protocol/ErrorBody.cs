using System.Text.Json;

namespace AlternatorHandler.Protocol;

/// <summary>The type and message of an error reply.</summary>
internal readonly record struct ErrorBody(string Type, string Message)
{
    // What ScyllaDB sends is a few hundred bytes; a longer one may carry an item, and is no overload either.
    private const int LargestBody = 64 * 1024;

    private static readonly ErrorBody None = new(string.Empty, string.Empty);

    /// <summary>Gets a value indicating whether the node refused to execute the request for its own load: another node may take it.</summary>
    /// <remarks>ScyllaDB uses the same type for a partition's rate limit, which holds on every node: only the text tells them apart.</remarks>
    public bool IsShed => Type == "RequestLimitExceeded" && Message.StartsWith("too many in-flight requests", StringComparison.Ordinal);

    /// <summary>Gets a value indicating whether the cluster wants fewer requests.</summary>
    public bool IsThrottling => Type is "RequestLimitExceeded" or "ProvisionedThroughputExceededException" or "ThrottlingException";

    /// <summary>Reads the body and leaves it readable for the caller.</summary>
    public static async ValueTask<ErrorBody> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength is null or 0 or > LargestBody || content.Headers.ContentEncoding.Count > 0)
        {
            return None;
        }

        // Not ReadAsStream: the content would hand out the same stream, read to its end, again.
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
            // InvalidOperationException: a string that is no UTF-8.
            return None;
        }
    }
}
