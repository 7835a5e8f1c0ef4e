using System.Net;

namespace AlternatorHandler.Testing.Http;

/// <summary>Reads the parameters of a request target as Seastar does.</summary>
internal static class QueryString
{
    /// <summary>Returns the last value of a parameter, or <see langword="null"/> if it is absent or empty.</summary>
    public static string? GetLast(string target, string name)
    {
        var start = target.IndexOf('?', StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        string? last = null;
        foreach (var pair in target[(start + 1)..].Split('&'))
        {
            var (key, value) = pair.IndexOf('=', StringComparison.Ordinal) is var equals and >= 0 ? (pair[..equals], pair[(equals + 1)..]) : (pair, "");
            if (WebUtility.UrlDecode(key) == name)
            {
                last = WebUtility.UrlDecode(value);
            }
        }

        return string.IsNullOrEmpty(last) ? null : last;
    }
}
