using System.Net;
using AlternatorHandler.Rigs.NodeHost;

namespace AlternatorHandler.FunctionalTests.Network;

/// <summary>Nodes on hosts of their own, each with a cable to this one.</summary>
internal sealed class NetworkCluster : IAsyncDisposable
{
    private const int Port = 8000;

    // 198.18.0.0/15 is set aside for testing networks (RFC 2544): nothing that this machine talks to is there.
    private const byte FirstByte = 198;
    private const byte SecondByte = 18;
    private const byte Client = 254;

    private static int _created;

    private readonly List<NetworkNode> _nodes = [];

    public IReadOnlyList<NetworkNode> Nodes => _nodes;

    public int Count => _nodes.Count;

    public NetworkNode this[int index] => _nodes[index];

    /// <param name="count">The number of nodes.</param>
    /// <param name="itemBytes">The size of the item that they answer with.</param>
    /// <param name="longLink">The node whose cable takes its time, if any. The others have cables that lose packets.</param>
    public static async Task<NetworkCluster> StartAsync(int count = 3, int itemBytes = 100, int? longLink = null)
    {
        // A process has a subnet of its own, and so have its clusters: they may follow each other while the kernel still tidies up.
        var cluster = new NetworkCluster();
        var name = $"alt{Environment.ProcessId:x}x{Interlocked.Increment(ref _created):x}";
        var subnet = (byte)((Environment.ProcessId + (_created * 37)) % 256);
        IPAddress[] addresses = [.. Enumerable.Range(1, count).Select(i => new IPAddress([FirstByte, SecondByte, subnet, (byte)i]))];
        try
        {
            for (var i = 0; i < count; i++)
            {
                var command = new NodeArguments { Listen = [addresses[i]], Port = Port, List = addresses, Canned = itemBytes };
                cluster._nodes.Add(await NetworkNode.StartAsync($"{name}n{i}", isLong: i == longLink, new IPAddress([FirstByte, SecondByte, subnet, Client]), command));
            }

            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(_nodes.Select(node => node.DisposeAsync().AsTask()));
}
