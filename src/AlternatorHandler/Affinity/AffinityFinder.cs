using AlternatorHandler.Protocol;

namespace AlternatorHandler.Affinity;

/// <summary>Finds the node preference of a request, and drops learned partition keys when a response indicates that a table has changed.</summary>
internal sealed class AffinityFinder(AlternatorKeyAffinityMode mode, PartitionKeyNames names)
{
    /// <summary>Reads the node preference of a request from its uncompressed body.</summary>
    /// <returns>The preference, or <see langword="null"/> if the request does not prefer a node.</returns>
    public AffinityRequest? Find(HttpRequestMessage request, Operation operation)
    {
        // A body with a content encoding was compressed by the caller. A body that is not in memory cannot be read without being consumed.
        if (operation.KeyLocation == KeyLocation.None || request.Content?.Headers.ContentEncoding.Count > 0 || RequestBody.TryCopy(request.Content) is not { } body)
        {
            return null;
        }

        using (body)
        {
            return OperationBodyScanner.TryGetPreferred(operation, body.Written, names, mode, out var preferred) ? preferred : null;
        }
    }

    /// <summary>Processes an error that may indicate that a table was dropped or has a different key.</summary>
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
                names.Remove(table);
            }
        }
    }
}
