using System.Text;
using AlternatorHandler.Testing.Backends;

namespace AlternatorHandler.Rigs.NodeHost;

/// <summary>Returns the same response for every operation, so that a node costs next to no processor time.</summary>
internal sealed class CannedBackend(int itemBytes) : IRequestBackend
{
    private readonly BackendResponse _item = new(200, Encoding.UTF8.GetBytes("{\"Item\":{\"Id\":{\"S\":\"" + new string('x', itemBytes) + "\"}}}"));
    private readonly BackendResponse _nothing = new(200, "{}"u8.ToArray());

    /// <summary>Gets or sets the time that each response takes.</summary>
    public TimeSpan Delay { get; set; }

    public async Task<BackendResponse> ExecuteAsync(BackendRequest request, CancellationToken cancellationToken)
    {
        if (Delay > TimeSpan.Zero)
        {
            await Task.Delay(Delay, TimeProvider.System, cancellationToken);
        }

        return request.Operation == "GetItem" ? _item : _nothing;
    }

    public void Dispose()
    {
    }
}
