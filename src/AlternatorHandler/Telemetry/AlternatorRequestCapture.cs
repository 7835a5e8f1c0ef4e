namespace AlternatorHandler;

/// <summary>The requests that an asynchronous flow makes between <see cref="AlternatorRequestInfo.Capture"/> and the capture's disposal.</summary>
/// <remarks>A capture inside another one passes what it gets on to the outer one. Requests at the same time, as by <c>Task.WhenAll</c>, are all captured.</remarks>
public sealed class AlternatorRequestCapture : IDisposable
{
    private static readonly AsyncLocal<AlternatorRequestCapture?> Ambient = new();

    // Until somebody captures, requests do not even look for a capture.
    private static bool _isUsed;

    private readonly AlternatorRequestCapture? _outer = Ambient.Value;
    private readonly Lock _lock = new();
    private readonly List<AlternatorRequestInfo> _requests = [];

    internal AlternatorRequestCapture()
    {
        Volatile.Write(ref _isUsed, true);
        Ambient.Value = this;
    }

    /// <summary>Gets the requests that have ended, in that order.</summary>
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

    /// <summary>Gets the request that ended last, or <see langword="null"/> if none has ended.</summary>
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

    internal static AlternatorRequestCapture? Current => Volatile.Read(ref _isUsed) ? Ambient.Value : null;

    /// <summary>Ends the capture. What was captured stays readable.</summary>
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
