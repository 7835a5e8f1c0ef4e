using AlternatorHandler.Wire.Signing;

namespace AlternatorHandler.Wire;

/// <summary>Sets the <c>User-Agent</c> header. Unlike the changes of other handlers, the header stays on the message, as the default headers of an <see cref="HttpClient"/> do.</summary>
/// <remarks>The handler is enabled by default, and awaiting the response to restore the header would allocate 300 bytes per request.</remarks>
internal sealed class UserAgentHandler(UserAgentHeader userAgent) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        userAgent.Write(request);
        return base.SendAsync(request, cancellationToken);
    }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        userAgent.Write(request);
        return base.Send(request, cancellationToken);
    }
}

/// <summary>Writes the <c>User-Agent</c> header according to the options. Writing it again has no effect.</summary>
internal sealed class UserAgentHeader(AlternatorUserAgentMode mode, string product)
{
    private const string Name = "User-Agent";

    // An SDK client sends the same value with each request, so caching the last result avoids a string per request.
    private Joined? _last;

    public static UserAgentHeader? Create(AlternatorUserAgentOptions options) =>
        options.Mode == AlternatorUserAgentMode.Unchanged ? null : new UserAgentHeader(options.Mode, options.Product);

    public void Write(HttpRequestMessage request)
    {
        if (SignedHeaderNames.FromRequest(request).Contains(Name))
        {
            return;
        }

        var headers = request.Headers;
        var original = headers.NonValidated.TryGetValues(Name, out var values) ? values.ToString() : string.Empty;
        var value = mode switch
        {
            AlternatorUserAgentMode.Remove => string.Empty,
            AlternatorUserAgentMode.Add when HasProduct(original) => original,
            AlternatorUserAgentMode.Add when original.Length > 0 => Join(original),
            _ => product,
        };
        if (value == original)
        {
            return;
        }

        headers.Remove(Name);
        if (value.Length > 0)
        {
            headers.TryAddWithoutValidation(Name, value);
        }
    }

    private bool HasProduct(string original) =>
        original.EndsWith(product, StringComparison.Ordinal) && (original.Length == product.Length || original[^(product.Length + 1)] == ' ');

    private string Join(string original)
    {
        var last = Volatile.Read(ref _last);
        if (last?.Original != original)
        {
            last = new Joined(original, $"{original} {product}");
            Volatile.Write(ref _last, last);
        }

        return last.Value;
    }

    private sealed record Joined(string Original, string Value);
}
