using AlternatorHandler.Telemetry;

namespace AlternatorHandler;

/// <summary>Records the requests that an asynchronous flow makes between <see cref="AlternatorRequestInfo.Capture"/> and the disposal of the capture.</summary>
/// <remarks>A nested capture also adds its requests to the outer capture. Concurrent requests, such as with <c>Task.WhenAll</c>, are all captured.</remarks>
public sealed class AlternatorRequestCapture : IDisposable
{
    private static readonly AsyncLocal<AlternatorRequestCapture?> Ambient = new();

    private readonly AlternatorRequestCapture? _outer = Ambient.Value;
    private readonly Lock _lock = new();
    private readonly List<AlternatorRequestInfo> _requests = [];

    internal AlternatorRequestCapture()
    {
        RequestTelemetry.Observe();
        Ambient.Value = this;
    }

    /// <summary>Gets the completed requests, in the order of their completion.</summary>
    public IReadOnlyList<AlternatorRequestInfo> Requests
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>Gets the request that completed last, or <see langword="null"/> if no request has completed.</summary>
    public AlternatorRequestInfo? Last
    {
        get
        {
            lock (_lock)
            {
                return _requests.Count == 0 ? null : _requests[^1];
            }
        }
    }

    internal static AlternatorRequestCapture? Current => Ambient.Value;

    /// <summary>Ends the capture. The captured requests remain available.</summary>
    public void Dispose()
    {
        if (Ambient.Value == this)
        {
            Ambient.Value = _outer;
        }
    }

    internal void Add(AlternatorRequestInfo request)
    {
        lock (_lock)
        {
            _requests.Add(request);
        }

        _outer?.Add(request);
    }
}
