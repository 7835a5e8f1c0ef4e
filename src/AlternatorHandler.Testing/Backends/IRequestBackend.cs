namespace AlternatorHandler.Testing.Backends;

/// <summary>Executes the operations of all nodes.</summary>
internal interface IRequestBackend : IDisposable
{
    Task<BackendResponse> ExecuteAsync(BackendRequest request, CancellationToken cancellationToken);
}
