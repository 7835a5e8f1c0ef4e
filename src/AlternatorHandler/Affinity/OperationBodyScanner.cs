using System.Text.Json;
using AlternatorHandler.Protocol;

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
    /// <param name="operation">The operation.</param>
    /// <param name="body">The whole body, uncompressed.</param>
    /// <param name="names">The partition keys of tables.</param>
    /// <param name="mode">The requests that have a preference at all.</param>
    /// <param name="request">The hash or hashes that decide.</param>
    /// <returns>Whether the request prefers any node.</returns>
    public static bool TryGetPreferred(
        Operation operation,
        ReadOnlySpan<byte> body,
        IPartitionKeyNames names,
        KeyAffinityMode mode,
        out AffinityRequest request)
    {
        request = default;
        if (mode == KeyAffinityMode.None)
        {
            return false;
        }

        try
        {
            return operation.KeyLocation switch
            {
                KeyLocation.None => false,
                KeyLocation.Batch => mode == KeyAffinityMode.AnyWrite && BatchWriteBody.TryRead(body, names, out request),
                _ => SingleWriteBody.TryRead(operation, body, names, mode, out request),
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
}
