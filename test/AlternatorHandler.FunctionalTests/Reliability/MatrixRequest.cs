namespace AlternatorHandler.FunctionalTests.Reliability;

/// <summary>The request of a cell, by a client of its own, and what was seen of it.</summary>
internal sealed class MatrixRequest(MatrixCell cell) : IAsyncDisposable
{
    private TestClient _client = null!;

    public MatrixCell Cell => cell;

    /// <summary>Gets how it ended for its caller.</summary>
    public SeenByCaller? Seen { get; private set; }

    /// <summary>Gets how many attempts the handler made, as Polly counted them.</summary>
    public int Attempts { get; private set; } = 1;

    /// <summary>Gets the nodes that were down for the client right after it.</summary>
    public IReadOnlyList<string> Down { get; private set; } = [];

    /// <summary>Makes the client and lets it find the nodes healthy.</summary>
    public static async Task<MatrixRequest> PrepareAsync(FaultyCluster cluster, MatrixCell cell)
    {
        var request = new MatrixRequest(cell);
        request._client = await cluster.ConnectAsync(cell.Id, options => options.RetryWrites = cell.RetryWrites, retried: () => request.Attempts++);
        return request;
    }

    public async Task SendAsync()
    {
        Seen = await FaultyCluster.SendAsync(_client, cell.Client, cell.Operation, cell.Id);
        Down = DownIn(_client);
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    public static IReadOnlyList<string> DownIn(TestClient client) =>
        [.. client.Cluster.Nodes.Where(node => node.State == AlternatorNodeState.Down).Select(node => node.Address.Host)];
}
