using System.Text.Json;

namespace AlternatorHandler.Affinity;

/// <summary>Finds out from a request's body which node the request should prefer.</summary>
/// <remarks>
/// A body that says nothing certain (broken JSON, a missing key, a key of no key type) gives no preference, and never an exception.
/// Where JSON repeats a member the first one counts, as it does in the server.
/// </remarks>
internal static class OperationBodyScanner
{
    // A document of 32 levels, the most that DynamoDB takes, is 66 levels of JSON: beyond the reader's default of 64.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 128 };

    /// <summary>Reads the preference of one request.</summary>
    /// <param name="operation">The part of <c>X-Amz-Target</c> after the dot.</param>
    /// <param name="body">The whole body, uncompressed.</param>
    /// <param name="names">The partition keys of tables.</param>
    /// <param name="mode">Which requests have a preference at all.</param>
    /// <param name="request">The hash or hashes that decide.</param>
    /// <returns>Whether the request prefers any node.</returns>
    public static bool TryGetPreferred(
        ReadOnlySpan<char> operation,
        ReadOnlySpan<byte> body,
        IPartitionKeyNames names,
        KeyAffinityMode mode,
        out AffinityRequest request)
    {
        request = default;
        WriteOperation write = mode == KeyAffinityMode.None ? WriteOperation.None : Parse(operation);
        try
        {
            return write switch
            {
                WriteOperation.None => false,
                WriteOperation.BatchWriteItem => mode == KeyAffinityMode.AnyWrite && BatchWriteBody.TryRead(body, names, out request),
                _ => SingleWriteBody.TryRead(write, body, names, mode, out request),
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The reader throws the first for broken JSON, the second for half of a surrogate pair when it unescapes.
            request = default;
            return false;
        }
    }

    public static Utf8JsonReader ReaderOf(ReadOnlySpan<byte> json) => new(json, isFinalBlock: true, new JsonReaderState(Options));

    private static WriteOperation Parse(ReadOnlySpan<char> operation) => operation switch
    {
        "PutItem" => WriteOperation.PutItem,
        "UpdateItem" => WriteOperation.UpdateItem,
        "DeleteItem" => WriteOperation.DeleteItem,
        "BatchWriteItem" => WriteOperation.BatchWriteItem,
        _ => WriteOperation.None,
    };
}
