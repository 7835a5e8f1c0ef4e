namespace AlternatorHandler.Wire.Signing;

/// <summary>Represents the names of the headers that a request's signature covers. The node must receive each of them as it was signed; a header that was absent must stay absent.</summary>
internal readonly struct SignedHeaderNames
{
    private const string Key = "SignedHeaders=";

    private readonly string? _authorization;
    private readonly Range _names;

    private SignedHeaderNames(string authorization)
    {
        _authorization = authorization;
        var start = authorization.IndexOf(Key, StringComparison.Ordinal);
        if (start >= 0)
        {
            start += Key.Length;
            var length = authorization.AsSpan(start).IndexOfAny(' ', ',');
            _names = start..(length < 0 ? authorization.Length : start + length);
        }
    }

    /// <summary>Gets a value indicating whether the request is signed. The signature then covers the body, too.</summary>
    public bool IsSigned => _authorization is not null;

    public static SignedHeaderNames FromRequest(HttpRequestMessage request) =>
        request.Headers.NonValidated.TryGetValues("Authorization", out var values) ? new SignedHeaderNames(values.ToString()) : default;

    public bool Contains(string name)
    {
        var names = _authorization.AsSpan()[_names];
        foreach (var range in names.Split(';'))
        {
            if (names[range].Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
