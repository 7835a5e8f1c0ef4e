namespace AlternatorHandler.Testing.Http;

/// <summary>Specifies the purpose of a request.</summary>
internal enum Route
{
    NotFound,
    Operation,
    Health,
    Discovery,
    Preflight,
}
