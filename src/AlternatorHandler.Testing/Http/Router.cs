namespace AlternatorHandler.Testing.Http;

/// <summary>Determines the routes of requests.</summary>
internal static class Router
{
    public static Route GetRoute(RequestHead request) => (request.Method, GetPath(request.Target)) switch
    {
        ("POST", "/") => Route.Operation,
        ("GET", "/") => Route.Health,
        ("GET", "/localnodes") => Route.Discovery,
        ("OPTIONS", "/") => Route.Preflight,
        _ => Route.NotFound,
    };

    // A node ignores one trailing slash.
    private static string GetPath(string target)
    {
        var path = target.IndexOf('?', StringComparison.Ordinal) is var query and >= 0 ? target[..query] : target;
        return path.Length > 1 && path[^1] == '/' ? path[..^1] : path;
    }
}
