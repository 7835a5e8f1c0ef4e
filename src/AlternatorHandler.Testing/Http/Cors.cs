namespace AlternatorHandler.Testing.Http;

/// <summary>Adds the headers of cross-origin resource sharing to responses, if the request has an <c>Origin</c>.</summary>
internal static class Cors
{
    public static Response AddHeaders(RequestHead request, Response response) =>
        HasOrigin(request) ? response with { Headers = [.. response.Headers, .. GetCommonHeaders()] } : response;

    public static Response CreatePreflightResponse(RequestHead request)
    {
        var response = Response.Text("");
        return HasOrigin(request) ? response with { Headers = [.. GetCommonHeaders(), .. GetPreflightHeaders(request)] } : response;
    }

    private static bool HasOrigin(RequestHead request) => !string.IsNullOrEmpty(request.Find("Origin"));

    private static IEnumerable<KeyValuePair<string, string>> GetCommonHeaders() =>
    [
        new("Access-Control-Allow-Origin", "*"),
        new("Access-Control-Expose-Headers", "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date"),
    ];

    private static IEnumerable<KeyValuePair<string, string>> GetPreflightHeaders(RequestHead request)
    {
        if (request.Find("Access-Control-Request-Headers") is { Length: > 0 } headers)
        {
            yield return new("Access-Control-Allow-Headers", headers);
        }

        if (request.Find("Access-Control-Request-Method") is { Length: > 0 } method)
        {
            yield return new("Access-Control-Allow-Methods", method);
        }

        yield return new("Access-Control-Max-Age", "7200");
    }
}
