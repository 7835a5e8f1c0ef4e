namespace AlternatorHandler.Testing;

/// <summary>A request as a node received it, recorded from the moment its headers have arrived.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The request target: path and query, as received.</param>
/// <param name="Operation">The DynamoDB operation that <c>X-Amz-Target</c> names; <see langword="null"/> for anything but <c>POST /</c>.</param>
/// <param name="Headers">The headers as received, in the order in which they came, repetitions included.</param>
/// <param name="Body">The body as received, still compressed if it was; empty while it has not been read.</param>
/// <param name="Time">When the headers had arrived, by the cluster's clock.</param>
/// <param name="Fault">The name of the fault that met the request, or <see langword="null"/>.</param>
/// <param name="StatusCode">The status of the reply, from the moment before its first byte is sent; <see langword="null"/> if none was.</param>
public sealed record RecordedRequest(
    string Method,
    string Path,
    string? Operation,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    ReadOnlyMemory<byte> Body,
    DateTimeOffset Time,
    string? Fault,
    int? StatusCode)
{
    /// <summary>Gets a value indicating whether the operation was handed to the tables, whatever became of its reply.</summary>
    public bool WasExecuted { get; init; }

    /// <summary>Gets what the node saw of the TLS connection, or <see langword="null"/> if the request came over plain HTTP.</summary>
    public RecordedTls? Tls { get; init; }

    /// <summary>Returns the value of a header, or <see langword="null"/> if there was none; the values of repetitions are joined with a comma.</summary>
    /// <param name="name">The name of the header, in any case.</param>
    public string? Header(string name)
    {
        var values = Headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value).ToArray();
        return values.Length == 0 ? null : string.Join(',', values);
    }
}
