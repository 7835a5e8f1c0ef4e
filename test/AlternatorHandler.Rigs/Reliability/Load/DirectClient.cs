using AlternatorHandler.Testing;

namespace AlternatorHandler.Rigs.Reliability.Load;

/// <summary>The table through a client of one node, without anything that is to be proved.</summary>
internal sealed class DirectClient : IDisposable
{
    private readonly HttpClient _client;

    public DirectClient(AlternatorTestNode node)
    {
        _client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = node.Address };
        Store = new HttpOrderStore(_client);
    }

    public IOrderStore Store { get; }

    public void Dispose() => _client.Dispose();
}
