using AlternatorHandler.Protocol;

namespace AlternatorHandler.Affinity;

/// <summary>Finds the preference of a request, and learns from the answers when a table is not what it was.</summary>
internal sealed class AffinityFinder(KeyAffinityMode mode, PartitionKeyNames names)
{
    /// <summary>Reads what the request prefers from its uncompressed body.</summary>
    /// <returns>The preference, or <see langword="null"/> if any node is as good.</returns>
    public AffinityRequest? Find(HttpRequestMessage request, Operation operation)
    {
        // A body in another encoding was compressed by the caller; one that is not in memory can't be read without its being sent.
        if (operation.KeyLocation == KeyLocation.None || request.Content?.Headers.ContentEncoding.Count > 0 || RequestBody.TryCopy(request.Content) is not { } body)
        {
            return null;
        }

        using (body)
        {
            return OperationBodyScanner.TryGetPreferred(operation, body.Written, names, mode, out var preferred) ? preferred : null;
        }
    }

    /// <summary>Takes note of an error that may mean that a table was dropped or has another key now.</summary>
    public void OnRejected(HttpRequestMessage request, string errorType)
    {
        if (errorType is not ("ResourceNotFoundException" or "ValidationException") || RequestBody.TryCopy(request.Content) is not { } body)
        {
            return;
        }

        using (body)
        {
            foreach (var table in TableNames.Parse(body.Written))
            {
                names.Forget(table);
            }
        }
    }
}
