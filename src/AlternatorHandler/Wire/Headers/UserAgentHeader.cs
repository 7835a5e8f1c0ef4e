using AlternatorHandler.Wire.Signing;

namespace AlternatorHandler.Wire.Headers;

/// <summary>Writes the <c>User-Agent</c> header as the options say.</summary>
internal sealed class UserAgentHeader(UserAgentMode mode, string product)
{
    private const string Name = "User-Agent";

    // An SDK client says the same of itself each time: no string is made for a request then.
    private Joined? _last;

    public static UserAgentHeader? Of(AlternatorUserAgentOptions options) =>
        options.Mode == UserAgentMode.Unchanged ? null : new UserAgentHeader(options.Mode, options.Product);

    public static bool IsFree(HttpRequestMessage request) => !SignedNames.Of(request).Contains(Name);

    /// <returns>What to restore.</returns>
    public RemovedHeader Write(HttpRequestMessage request)
    {
        var headers = request.Headers;
        headers.NonValidated.TryGetValues(Name, out var callers);
        headers.Remove(Name);
        if (mode != UserAgentMode.Remove)
        {
            headers.TryAddWithoutValidation(Name, mode == UserAgentMode.Add && callers.Count > 0 ? Join(callers.ToString()) : product);
        }

        return new RemovedHeader(Name, callers);
    }

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
