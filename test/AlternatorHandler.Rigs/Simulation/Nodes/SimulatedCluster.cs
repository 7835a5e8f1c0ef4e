using System.Web;
using AlternatorHandler.Rigs.Simulation.Time;

namespace AlternatorHandler.Rigs.Simulation.Nodes;

/// <summary>The nodes of a scenario, as a transport that needs no network. It counts the attempts that clients make on each.</summary>
internal sealed class SimulatedCluster : HttpMessageHandler
{
    private readonly VirtualClock _clock;
    private readonly Dictionary<string, int> _byHost;

    /// <param name="datacenters">How many nodes each datacenter has; the client is in the first.</param>
    /// <param name="clock">The time.</param>
    /// <param name="seed">Where the nodes' randomness starts.</param>
    public SimulatedCluster(IReadOnlyList<int> datacenters, VirtualClock clock, int seed)
    {
        _clock = clock;
        Nodes =
        [
            .. datacenters.SelectMany((count, dc) => Enumerable.Range(1, count).Select(node => new SimulatedNode(
                new Uri($"http://10.0.{dc}.{node}:8000/"),
                $"dc{dc + 1}",
                dc == 0 ? TimeSpan.FromMilliseconds(0.5) : TimeSpan.FromMilliseconds(20),
                clock,
                new Random(seed + (100 * dc) + node)))),
        ];
        Datacenters = [.. Nodes.Select(node => node.Datacenter).Distinct()];
        Attempts = [.. Nodes.Select(_ => new List<TimeSpan>())];
        _byHost = Enumerable.Range(0, Nodes.Count).ToDictionary(node => Nodes[node].Address.Host);
    }

    public IReadOnlyList<SimulatedNode> Nodes { get; }

    public IReadOnlyList<string> Datacenters { get; }

    /// <summary>Gets the times of all attempts, by node.</summary>
    public IReadOnlyList<List<TimeSpan>> Attempts { get; }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var uri = request.RequestUri!;
        var index = _byHost[uri.Host];
        var node = Nodes[index];
        if (request.Method != HttpMethod.Get)
        {
            Attempts[index].Add(_clock.Now);
            return node.WorkAsync(cancellationToken);
        }

        return node.TellAsync(uri.AbsolutePath == "/localnodes" ? ListOf(node, uri.Query) : "healthy", cancellationToken);
    }

    /// <summary>Without a datacenter in the question a node lists its own, as ScyllaDB does.</summary>
    private string ListOf(SimulatedNode asked, string query)
    {
        var datacenter = HttpUtility.ParseQueryString(query)["dc"] ?? asked.Datacenter;
        var listed = Nodes.Where(node => node == asked || (node.IsListed && !asked.IsIsolated)).Where(node => node.Datacenter == datacenter);
        return $"[{string.Join(',', listed.Select(node => $"\"{node.Address.Host}\""))}]";
    }
}
