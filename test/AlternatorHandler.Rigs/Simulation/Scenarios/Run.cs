using System.Net;
using AlternatorHandler.Nodes;
using AlternatorHandler.Rigs.Simulation.Clients;
using AlternatorHandler.Rigs.Simulation.Nodes;
using AlternatorHandler.Rigs.Simulation.Results;
using AlternatorHandler.Rigs.Simulation.Time;

namespace AlternatorHandler.Rigs.Simulation.Scenarios;

/// <summary>One scenario with one kind of client. Arrivals and the nodes' work are drawn alike for all kinds.</summary>
internal sealed class Run : IDisposable
{
    private const int Seed = 20260101;

    // A node that stops says so to its peers after it closed its port; one that starts is listed about 13 s before it opens it (scylladb#26326).
    private const double ListedAfterEnd = 2;
    private const double ListedBeforeStart = 13;

    private readonly Scenario _scenario;
    private readonly VirtualClock _clock;
    private readonly SimulatedCluster _cluster;
    private readonly IClient[] _clients;
    private readonly List<Request> _requests = [];
    private readonly Random _arrivals = new(Seed);
    private readonly TaskCompletionSource _allAnswered = new();
    private int _open;

    private Run(Scenario scenario, ClientKind kind, VirtualClock clock)
    {
        Randomizer.Shared = new Random(Seed);
        _scenario = scenario;
        _clock = clock;
        _cluster = new SimulatedCluster(scenario.Datacenters, clock, Seed);

        // One near node and another one: of another datacenter if there is any.
        var world = new World(clock, _cluster, [_cluster.Nodes[0].Address, _cluster.Nodes[scenario.Datacenters.Count > 1 ? scenario.Datacenters[0] : 1].Address]);
        _clients = [.. Enumerable.Range(0, scenario.Clients).Select(_ => kind.Create(world))];
    }

    public static async Task<Row> RowOfAsync(Scenario scenario, ClientKind kind)
    {
        Row? row = null;
        var clock = new VirtualClock();
        await Pump.RunAsync(clock, async () =>
        {
            using var run = new Run(scenario, kind, clock);
            await run.ToEndAsync().ConfigureAwait(false);
            row = Row.Of(kind.Name, scenario, run._requests, run._cluster.Attempts);
        }).ConfigureAwait(false);
        return row!;
    }

    public void Dispose() => _cluster.Dispose();

    private async Task ToEndAsync()
    {
        foreach (var outage in _scenario.Outages)
        {
            Plan(outage);
        }

        foreach (var (at, length) in _scenario.Pauses)
        {
            InTheWorld(at, () => _clock.StopClient(TimeSpan.FromSeconds(length)));
        }

        // The end is one more request that is open until the last one came.
        _open = 1;
        RequestAt(TimeSpan.Zero);
        await _allAnswered.Task.ConfigureAwait(false);
        foreach (var client in _clients)
        {
            await client.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void Plan(Outage outage)
    {
        var node = _cluster.Nodes[outage.Node];
        InTheWorld(outage.From, () => node.Suffer(outage.Fault));
        InTheWorld(outage.To, () => node.Suffer(Fault.None));
        if (outage.Fault == Fault.Gone && outage.From + ListedAfterEnd < outage.To - ListedBeforeStart)
        {
            InTheWorld(outage.From + ListedAfterEnd, () => node.IsListed = false);
            InTheWorld(outage.To - ListedBeforeStart, () => node.IsListed = true);
        }
    }

    private void InTheWorld(double at, Action happen) => _clock.Schedule(TimeSpan.FromSeconds(at), Phase.World, happen);

    private void RequestAt(TimeSpan time) => _clock.Schedule(time, Phase.Delivery, () =>
    {
        if (time.TotalSeconds >= _scenario.Length)
        {
            Ended();
            return;
        }

        _open++;
        _ = RequestAsync(_clients[_arrivals.Next(_clients.Length)], time);

        // As much shorter as longer than the mean: a logarithm's last bit depends on the platform.
        RequestAt(time + TimeSpan.FromSeconds(2 * _arrivals.NextDouble() / _scenario.Rate));
    });

    private async Task RequestAsync(IClient client, TimeSpan wanted)
    {
        var isAnswered = false;
        try
        {
            using var response = await client.GetItemAsync().ConfigureAwait(false);
            isAnswered = response.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or TimeoutException)
        {
            // What the caller would see.
        }

        _requests.Add(new Request(wanted, _clock.Now - wanted, isAnswered));
        Ended();
    }

    private void Ended()
    {
        if (--_open == 0)
        {
            _allAnswered.SetResult();
        }
    }
}
