namespace AlternatorHandler.Testing.Http;

/// <summary>What a request is for.</summary>
internal enum Route
{
    NotFound,
    Operation,
    Health,
    Discovery,
    Preflight,
}
