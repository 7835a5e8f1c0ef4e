using System.Buffers;
using AlternatorHandler.Protocol;

namespace AlternatorHandler.Affinity;

/// <summary>Finds the preference of a request, and learns from the answers when a table is not what it was.</summary>
internal sealed class KeyAffinity(KeyAffinityMode mode, PartitionKeyNames names)
{
    /// <summary>Reads what the request prefers from its uncompressed body.</summary>
    /// <returns>The preference, or <see langword="null"/> if any node is as good.</returns>
    public AffinityRequest? Find(HttpRequestMessage request, Operation operation)
    {
        // A body in another encoding was compressed by the caller; one that is not in memory can't be read without its being sent.
        if (operation.KeyLocation == KeyLocation.None
            || request.Content is not (ByteArrayContent or ReadOnlyMemoryContent)
            || request.Content.Headers.ContentEncoding.Count > 0)
        {
            return null;
        }

        using var body = new PooledBody(request.Content.Headers.ContentLength ?? 0);
        request.Content.CopyTo(body, null, CancellationToken.None);
        return OperationBodyScanner.TryGetPreferred(operation, body.Written, names, mode, out var preferred) ? preferred : null;
    }

    /// <summary>Takes note of an error that may mean that a table was dropped or has another key now.</summary>
    public void OnRejected(HttpRequestMessage request, string errorType)
    {
        if (errorType is "ResourceNotFoundException" or "ValidationException" && request.Content is ByteArrayContent or ReadOnlyMemoryContent)
        {
            using var body = new PooledBody(request.Content.Headers.ContentLength ?? 0);
            request.Content.CopyTo(body, null, CancellationToken.None);
            foreach (var table in TableNames.Parse(body.Written))
            {
                names.Forget(table);
            }
        }
    }

    /// <summary>A request body in a rented array.</summary>
    private sealed class PooledBody(long length) : MemoryStream
    {
        private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(checked((int)length));
        private int _written;

        public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _written);

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            buffer.CopyTo(_buffer.AsSpan(_written));
            _written += buffer.Length;
        }

        protected override void Dispose(bool disposing)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            base.Dispose(disposing);
        }
    }
}
