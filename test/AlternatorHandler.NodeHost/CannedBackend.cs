using System.Text;
using AlternatorHandler.Testing.Backends;

namespace AlternatorHandler.NodeHost;

/// <summary>Answers every operation alike, without looking at it: what a node costs is then next to nothing.</summary>
internal sealed class CannedBackend(int itemBytes) : IRequestBackend
{
    private readonly Task<BackendReply> _item = Task.FromResult(new BackendReply(
        200,
        Encoding.UTF8.GetBytes("{\"Item\":{\"Id\":{\"S\":\"" + new string('x', itemBytes) + "\"}}}")));

    private readonly Task<BackendReply> _nothing = Task.FromResult(new BackendReply(200, "{}"u8.ToArray()));

    public Task<BackendReply> ExecuteAsync(BackendRequest request, CancellationToken cancellationToken) =>
        request.Operation == "GetItem" ? _item : _nothing;

    public void Dispose()
    {
    }
}
