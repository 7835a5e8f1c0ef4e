namespace AlternatorHandler;

/// <summary>Which node served a request, and what it took. It is empty until the request has ended.</summary>
/// <remarks>
/// For requests of your own, set one on the message before you send it: <c>request.Options.Set(AlternatorRequestOptions.Info, new AlternatorRequestInfo())</c>.
/// Where the message is not yours, as with the AWS SDK, use <see cref="Capture"/>.
/// </remarks>
public sealed class AlternatorRequestInfo
{
    /// <summary>Gets the name of the cluster; that of the default cluster is empty.</summary>
    public string Cluster { get; private set; } = string.Empty;

    /// <summary>Gets the operation, such as <c>GetItem</c>. It is <see langword="null"/> if the request names none, and <c>_OTHER</c> if DynamoDB has none of that name.</summary>
    public string? Operation { get; private set; }

    /// <summary>Gets the address of the node whose reply the caller got, or <see langword="null"/> if it got none.</summary>
    public Uri? Node { get; private set; }

    /// <summary>Gets the datacenter of <see cref="Node"/>, or <see langword="null"/> if no scope asks by datacenter.</summary>
    public string? Datacenter { get; private set; }

    /// <summary>Gets the rack of <see cref="Node"/>, or <see langword="null"/> if no scope asks by rack.</summary>
    public string? Rack { get; private set; }

    /// <summary>Gets all attempts, in the order in which they ended.</summary>
    public IReadOnlyList<AlternatorAttemptInfo> Attempts { get; private set; } = [];

    /// <summary>Gets the time of the whole request, with all attempts and the pauses between them.</summary>
    public TimeSpan Duration { get; private set; }

    /// <summary>Gets the kind of failure, as the metrics name it in <c>error.type</c>, or <see langword="null"/> if the request succeeded.</summary>
    public string? ErrorType { get; private set; }

    /// <summary>Begins to capture the requests of this asynchronous flow, until the capture is disposed of.</summary>
    /// <remarks>Call it in the method that awaits the requests: what a method that is awaited begins, ends with that method.</remarks>
    /// <returns>What is captured.</returns>
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
