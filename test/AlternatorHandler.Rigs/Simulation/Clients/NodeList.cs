using System.Net.Http.Json;
using AlternatorHandler.Rigs.Simulation.Time;

namespace AlternatorHandler.Rigs.Simulation.Clients;

/// <summary>The list of nodes as simple clients keep it: every ten seconds the next node is asked for it, and what it says is believed.</summary>
internal sealed class NodeList : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private readonly World _world;
    private readonly HttpMessageInvoker _invoker;
    private bool _isDisposed;
    private int _turn = AlternatorHandler.Nodes.Randomizer.Shared.Next(1000);

    public NodeList(World world)
    {
        _world = world;
        _invoker = new HttpMessageInvoker(world.Cluster, disposeHandler: false);
        Nodes = world.Seeds;
        Refresh();
    }

    public IReadOnlyList<Uri> Nodes { get; private set; }

    /// <summary>The node whose turn it is.</summary>
    public Uri Next() => Nodes[_turn++ % Nodes.Count];

    public void Dispose()
    {
        _isDisposed = true;
        _invoker.Dispose();
    }

    private void Refresh()
    {
        if (!_isDisposed)
        {
            _ = RefreshAsync();
            _world.Clock.Schedule(_world.Clock.Now + Interval, Phase.Timer, Refresh);
        }
    }

    private async Task RefreshAsync()
    {
        try
        {
            var asked = Next();
            var lists = await Task.WhenAll(_world.Cluster.Datacenters.Select(datacenter => AskAsync(asked, datacenter))).ConfigureAwait(false);
            Uri[] nodes = [.. lists.SelectMany(list => list).Order(StringComparer.Ordinal).Select(host => new Uri($"http://{host}:8000/"))];
            Nodes = nodes.Length > 0 ? nodes : Nodes;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            // The list stays as it is until the next node is asked.
        }
    }

    private async Task<string[]> AskAsync(Uri node, string datacenter)
    {
        using var timeout = new CancellationTokenSource(Timeout, _world.Clock);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(node, $"/localnodes?dc={datacenter}"));
        using var response = await _invoker.SendAsync(request, timeout.Token).ConfigureAwait(false);
        return await response.Content.ReadFromJsonAsync<string[]>(timeout.Token).ConfigureAwait(false) ?? [];
    }
}
