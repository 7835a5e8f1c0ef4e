namespace AlternatorHandler.Testing;

/// <summary>Represents a request as a node received it. It is recorded as soon as its headers have arrived.</summary>
public sealed record RecordedRequest
{
    /// <summary>Gets the HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>Gets the request target as received: the path and the query.</summary>
    public required string Path { get; init; }

    /// <summary>Gets the name of the DynamoDB operation in <c>X-Amz-Target</c>, or <see langword="null"/> if the request is not a <c>POST /</c>.</summary>
    public string? Operation { get; init; }

    /// <summary>Gets the headers as received, in their original order and including repeated ones.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    /// <summary>Gets the body as received, which may be compressed. It is empty until the node has read it.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Gets the time at which the headers had arrived, by the clock of the cluster.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Gets the name of the fault that was applied to the request, or <see langword="null"/> if there was none.</summary>
    public string? Fault { get; init; }

    /// <summary>Gets the status code of the response, or <see langword="null"/> if none was sent. It is set just before the first byte is sent.</summary>
    public int? StatusCode { get; init; }

    /// <summary>Gets a value indicating whether the operation was executed, whether or not its response reached the client.</summary>
    public bool WasExecuted { get; init; }

    /// <summary>Gets the TLS connection as the node saw it, or <see langword="null"/> if the request came over plain HTTP.</summary>
    public RecordedTls? Tls { get; init; }

    /// <summary>Returns the value of a header, or <see langword="null"/> if the request does not have it. Repeated values are joined with a comma.</summary>
    /// <param name="name">The name of the header. Case is ignored.</param>
    public string? Header(string name)
    {
        var values = Headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value).ToArray();
        return values.Length == 0 ? null : string.Join(',', values);
    }
}
