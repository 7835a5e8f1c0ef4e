namespace AlternatorHandler.Testing.Backends;

/// <summary>Executes operations: what lies behind the nodes and is shared by all of them.</summary>
internal interface IRequestBackend : IDisposable
{
    Task<BackendResponse> ExecuteAsync(BackendRequest request, CancellationToken cancellationToken);
}
