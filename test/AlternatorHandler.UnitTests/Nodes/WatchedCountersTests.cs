using AlternatorHandler.DependencyInjection;
using AlternatorHandler.Health;
using AlternatorHandler.Nodes;
using AlternatorHandler.Protocol;
using AlternatorHandler.UnitTests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AlternatorHandler.UnitTests.Nodes;

public sealed class WatchedCountersTests
{
    [Test]
    public void Attempts_and_those_in_flight_share_a_word_and_do_not_disturb_each_other()
    {
        var node = TestNodes.Up(1)[0];
        Parallel.For(0, 10_000, _ =>
        {
            node.BeginExchange(1);
            node.EndExchange();
        });
        node.BeginExchange(2);
        node.BeginExchange(3);

        Assert.Multiple(() =>
        {
            Assert.That(node.Attempts, Is.EqualTo(10_002));
            Assert.That(node.InFlight, Is.EqualTo(2));
            Assert.That(node.BusySince, Is.EqualTo(2));
        });
    }

    [Test]
    public void Totals_are_those_of_all_classes_and_survive_that_the_rule_forgets()
    {
        var latency = new NodeLatency();
        latency[LatencyClass.PointRead].Answered(TimeSpan.FromMilliseconds(2));
        latency[LatencyClass.Write].Answered(TimeSpan.FromMilliseconds(3));
        latency[LatencyClass.Write].Failed();
        foreach (var latencyClass in NodeLatency.Classes)
        {
            latency[latencyClass].Take();
            latency[latencyClass].Forget();
        }

        Assert.That(latency.Totals, Is.EqualTo(new LatencyTotals(2, 5)));
    }

    [Test]
    public void Transitions_are_kept_the_latest_first_and_not_for_ever()
    {
        var nodes = TestNodes.Up(2);
        for (var i = 0; i < TransitionLog.Capacity; i++)
        {
            nodes.States.MarkDown(nodes[0], $"failure {i}");
            nodes.States.OnResponse(nodes[0]);
        }

        var latest = nodes.States.Transitions.Latest;
        Assert.Multiple(() =>
        {
            Assert.That(latest, Has.Count.EqualTo(TransitionLog.Capacity));
            Assert.That(latest[0], Is.EqualTo(new NodeTransition(nodes[0].Address, AlternatorNodeState.Down, AlternatorNodeState.Probation, nodes.Time.GetUtcNow(), null)));
            Assert.That(latest[1], Is.EqualTo(new NodeTransition(nodes[0].Address, AlternatorNodeState.Probation, AlternatorNodeState.Down, nodes.Time.GetUtcNow(), $"failure {TransitionLog.Capacity - 1}")));
        });
    }

    [Test]
    public async Task Registered_clusters_are_found_once_each_whatever_else_is_registered()
    {
        var services = new ServiceCollection();
        services.AddKeyedSingleton("key", new object());
        services.AddAlternatorLoadBalancing("b", options => options.Seeds.Add(TestNodes.Address("10.0.0.1")));
        services.AddAlternatorLoadBalancing(options => options.Seeds.Add(TestNodes.Address("10.0.0.1")));
        services.AddAlternatorLoadBalancing("b", _ => { });
        await using var provider = services.BuildServiceProvider();

        Assert.Multiple(() =>
        {
            Assert.That(ClusterFactory.GetAll(provider).Select(cluster => cluster.Name), Is.EqualTo(["b", ""]));
            Assert.That(ClusterFactory.GetAll(provider)[1], Is.SameAs(provider.GetRequiredService<IAlternatorCluster>()));
        });
    }
}
