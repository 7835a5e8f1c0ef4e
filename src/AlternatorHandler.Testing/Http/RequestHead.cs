namespace AlternatorHandler.Testing.Http;

/// <summary>Represents the request line and the headers of a request.</summary>
internal sealed class RequestHead(string method, string target, string version, KeyValuePair<string, string>[] headers)
{
    public string Method { get; } = method;

    public string Target { get; } = target;

    public string Version { get; } = version;

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; } = headers;

    /// <summary>Gets the declared length of the body: 0 if there is no body, <see langword="null"/> if it is chunked.</summary>
    public long? ContentLength { get; } = ReadContentLength(headers);

    public bool IsKeepAlive
    {
        get
        {
            var connection = Find("Connection");
            return Version == "HTTP/1.0"
                ? "keep-alive".Equals(connection, StringComparison.OrdinalIgnoreCase)
                : !"close".Equals(connection, StringComparison.OrdinalIgnoreCase);
        }
    }

    public bool ExpectsContinue => "100-continue".Equals(Find("Expect"), StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns the value of a header. Repeated values are joined with a comma, as a node does.</summary>
    public string? Find(string name) => Find(headers, name);

    private static string? Find(KeyValuePair<string, string>[] headers, string name)
    {
        string? found = null;
        foreach (var (key, value) in headers)
        {
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                found = found is null ? value : $"{found},{value}";
            }
        }

        return found;
    }

    private static long? ReadContentLength(KeyValuePair<string, string>[] headers)
    {
        if (Find(headers, "Transfer-Encoding") is { } encoding)
        {
            return encoding.Equals("chunked", StringComparison.OrdinalIgnoreCase)
                ? null
                : throw new MalformedRequestException(501, $"Encodings other than \"chunked\" are not implemented (received encoding: \"{encoding}\")");
        }

        if (Find(headers, "Content-Length") is not { } length)
        {
            return 0;
        }

        return ulong.TryParse(length, System.Globalization.NumberStyles.None, null, out var bytes) && bytes <= long.MaxValue
            ? (long)bytes
            : throw new MalformedRequestException(400, "Can't parse the request");
    }
}
