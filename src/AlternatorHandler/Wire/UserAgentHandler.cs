using AlternatorHandler.Wire.Signing;

namespace AlternatorHandler.Wire;

/// <summary>Tells the node who sends the request. Unlike what other handlers write, the header stays on the message, as the default headers of an <see cref="HttpClient"/> do.</summary>
/// <remarks>It is on by default, and waiting for the reply in order to restore the header would cost 300 bytes a request.</remarks>
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

/// <summary>Writes the <c>User-Agent</c> header as the options say. Writing it again changes nothing.</summary>
internal sealed class UserAgentHeader(UserAgentMode mode, string product)
{
    private const string Name = "User-Agent";

    // An SDK client says the same of itself each time: no string is made for a request then.
    private Joined? _last;

    public static UserAgentHeader? Of(AlternatorUserAgentOptions options) =>
        options.Mode == UserAgentMode.Unchanged ? null : new UserAgentHeader(options.Mode, options.Product);

    public void Write(HttpRequestMessage request)
    {
        if (SignedNames.Of(request).Contains(Name))
        {
            return;
        }

        var headers = request.Headers;
        var callers = headers.NonValidated.TryGetValues(Name, out var values) ? values.ToString() : string.Empty;
        var written = mode switch
        {
            UserAgentMode.Remove => string.Empty,
            UserAgentMode.Add when HasProduct(callers) => callers,
            UserAgentMode.Add when callers.Length > 0 => Join(callers),
            _ => product,
        };
        if (written == callers)
        {
            return;
        }

        headers.Remove(Name);
        if (written.Length > 0)
        {
            headers.TryAddWithoutValidation(Name, written);
        }
    }

    private bool HasProduct(string callers) =>
        callers.EndsWith(product, StringComparison.Ordinal) && (callers.Length == product.Length || callers[^(product.Length + 1)] == ' ');

    private string Join(string callers)
    {
        var last = Volatile.Read(ref _last);
        if (last?.Callers != callers)
        {
            last = new Joined(callers, $"{callers} {product}");
            Volatile.Write(ref _last, last);
        }

        return last.Value;
    }

    private sealed record Joined(string Callers, string Value);
}
