namespace AlternatorHandler;

/// <summary>Provides the node, attempts and duration of a request. The properties are empty until the request has completed.</summary>
/// <remarks>
/// For your own requests, set an instance on the message before you send it: <c>request.Options.Set(AlternatorRequestOptions.Info, new AlternatorRequestInfo())</c>.
/// If you do not have access to the message, for example with the AWS SDK, use <see cref="Capture"/>.
/// </remarks>
public sealed class AlternatorRequestInfo
{
    /// <summary>Gets the name of the cluster. The name of the default cluster is empty.</summary>
    public string Cluster { get; private set; } = string.Empty;

    /// <summary>Gets the operation, such as <c>GetItem</c>. It is <see langword="null"/> if the request does not specify an operation, and <c>_OTHER</c> if the operation is unknown.</summary>
    public string? Operation { get; private set; }

    /// <summary>Gets the address of the node whose response the caller got, or <see langword="null"/> if the caller got no response.</summary>
    public Uri? Node { get; private set; }

    /// <summary>Gets the datacenter of <see cref="Node"/>, or <see langword="null"/> if no scope specifies a datacenter.</summary>
    public string? Datacenter { get; private set; }

    /// <summary>Gets the rack of <see cref="Node"/>, or <see langword="null"/> if no scope specifies a rack.</summary>
    public string? Rack { get; private set; }

    /// <summary>Gets all attempts, in the order of their completion.</summary>
    public IReadOnlyList<AlternatorAttemptInfo> Attempts { get; private set; } = [];

    /// <summary>Gets the duration of the request, including all attempts and the delays between them.</summary>
    public TimeSpan Duration { get; private set; }

    /// <summary>Gets the type of the error, as in the tag <c>error.type</c> of the metrics, or <see langword="null"/> if the request succeeded.</summary>
    public string? ErrorType { get; private set; }

    /// <summary>Captures the requests of this asynchronous flow until the capture is disposed.</summary>
    /// <remarks>Call it in the method that awaits the requests. A capture that an awaited method begins ends for the caller when that method returns.</remarks>
    /// <returns>The capture, which provides the recorded requests.</returns>
    public static AlternatorRequestCapture Capture() => new();

    internal void Set(string cluster, string? operation, AlternatorNode? node, IReadOnlyList<AlternatorAttemptInfo> attempts, TimeSpan duration, string? errorType)
    {
        Cluster = cluster;
        Operation = operation;
        Node = node?.Address;
        Datacenter = node?.Datacenter;
        Rack = node?.Rack;
        Attempts = attempts;
        Duration = duration;
        ErrorType = errorType;
    }
}
