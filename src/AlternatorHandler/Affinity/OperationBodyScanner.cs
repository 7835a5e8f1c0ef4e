using System.Text.Json;
using AlternatorHandler.Protocol;

namespace AlternatorHandler.Affinity;

/// <summary>Determines the node preference of a request from its body.</summary>
/// <remarks>
/// A body without a definite key (invalid JSON, a missing key, a value that is not of a key type) results in no preference, never in an exception.
/// If JSON repeats a member, the first one is used, as in the server.
/// </remarks>
internal static class OperationBodyScanner
{
    // A document of 32 levels, the maximum in DynamoDB, has 66 levels of JSON, which exceeds the reader's default of 64.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 128 };

    /// <summary>Reads the preference of one request.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="body">The complete uncompressed body.</param>
    /// <param name="names">The partition keys of tables.</param>
    /// <param name="mode">The mode, which determines the requests that can have a preference.</param>
    /// <param name="request">The preference: the hash of the key, or of each key in a batch.</param>
    /// <returns>Whether the request has a preference.</returns>
    public static bool TryGetPreferred(
        Operation operation,
        ReadOnlySpan<byte> body,
        IPartitionKeyNames names,
        AlternatorKeyAffinityMode mode,
        out AffinityRequest request)
    {
        request = default;
        if (mode == AlternatorKeyAffinityMode.None)
        {
            return false;
        }

        try
        {
            return operation.KeyLocation switch
            {
                KeyLocation.None => false,
                KeyLocation.Batch => mode == AlternatorKeyAffinityMode.AnyWrite && BatchWriteBody.TryRead(body, names, out request),
                _ => SingleWriteBody.TryRead(operation, body, names, mode, out request),
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The reader throws JsonException for invalid JSON, and InvalidOperationException when it unescapes half of a surrogate pair.
            request = default;
            return false;
        }
    }

    public static Utf8JsonReader CreateReader(ReadOnlySpan<byte> json) => new(json, isFinalBlock: true, new JsonReaderState(Options));
}
