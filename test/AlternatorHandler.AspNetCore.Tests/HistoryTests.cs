using System.Text;

namespace AlternatorHandler.AspNetCore.Tests;

public sealed class HistoryTests
{
    private readonly ManualTimeProvider _time = new();

    [Test]
    public void Shares_and_rates_are_those_of_the_last_ten_seconds()
    {
        var cluster = new FakeClusterStatus(2);
        var history = Begin(cluster);
        Sample(history, cluster, 30, first: 100, second: 0);
        Sample(history, cluster, 10, first: 30, second: 10);

        var nodes = history.Describe(cluster.Current).Nodes;

        Assert.Multiple(() =>
        {
            Assert.That(nodes.Select(node => node.TrafficShare), Is.EqualTo([0.75, 0.25]));
            Assert.That(nodes.Select(node => node.AttemptsPerSecond), Is.EqualTo([30, 10]));
        });
    }

    [Test]
    public void Totals_are_the_sums_of_the_nodes_and_the_latency_is_the_mean_of_all_responses()
    {
        var cluster = new FakeClusterStatus(2);
        cluster.SetInFlight(0, 3);
        cluster.SetInFlight(1, 4);
        var history = Begin(cluster);
        for (var i = 0; i < 10; i++)
        {
            cluster.AddLoad(0, 30, 2);
            cluster.AddLoad(1, 10, 6);
            _time.Advance(1.Seconds());
            history.Add(cluster.Current);
        }

        Assert.That(history.Describe(cluster.Current).Totals, Is.EqualTo(new DashboardTotals(40, 7, 3, 0)));
    }

    [Test]
    public void Node_failures_are_those_of_the_last_hour()
    {
        var cluster = new FakeClusterStatus(2);
        cluster.SetState(0, AlternatorNodeState.Down);
        cluster.SetState(0, AlternatorNodeState.Probation);
        cluster.SetState(1, AlternatorNodeState.Down);
        var history = Begin(cluster);

        _time.Advance(TimeSpan.FromHours(1));
        Assert.That(history.Describe(cluster.Current).Totals.NodeFailures, Is.EqualTo(2));
        _time.Advance(2.Seconds());
        Assert.That(history.Describe(cluster.Current).Totals.NodeFailures, Is.EqualTo(1));
    }

    [Test]
    public void A_counter_that_restarts_at_zero_is_not_a_burst()
    {
        var cluster = new FakeClusterStatus(1);
        cluster.AddLoad(0, uint.MaxValue - 5, 0);
        var history = Begin(cluster);
        Sample(history, cluster, 3, first: 10, second: 0);

        Assert.That(history.Describe(cluster.Current).Nodes[0].AttemptsPerSecond, Is.EqualTo(10));
    }

    [Test]
    public void The_latency_of_a_second_is_the_mean_of_its_responses_and_a_minute_is_kept()
    {
        var cluster = new FakeClusterStatus(1);
        var history = Begin(cluster);
        Sample(history, cluster, 70, first: 10, second: 0, milliseconds: 2);
        Sample(history, cluster, 1, first: 0, second: 0);
        Sample(history, cluster, 1, first: 1, second: 0, milliseconds: 9);

        Assert.That(history.Describe(cluster.Current).Nodes[0].LatencyHistory, Is.EqualTo(Enumerable.Repeat<double?>(2, 58).Append(null).Append(9)));
    }

    [Test]
    public void Without_traffic_share_and_latency_are_unknown()
    {
        var cluster = new FakeClusterStatus(1);
        var history = Begin(cluster);
        Sample(history, cluster, 3, first: 0, second: 0);

        var node = history.Describe(cluster.Current).Nodes[0];

        Assert.That((node.TrafficShare, node.LatencyMilliseconds), Is.EqualTo((default(double?), default(double?))));
    }

    [Test]
    public void The_history_of_a_node_that_left_and_returned_is_empty()
    {
        var cluster = new FakeClusterStatus(2);
        var history = Begin(cluster);
        Sample(history, cluster, 5, first: 1, second: 1);
        var whole = cluster.Current;
        cluster.Remove(0);
        history.Add(cluster.Current);

        Assert.That(history.Describe(whole).Nodes[0].LatencyHistory, Is.Empty);
    }

    [Test]
    public void The_JSON_keeps_its_names()
    {
        var cluster = new FakeClusterStatus(1);
        cluster.SetState(0, AlternatorNodeState.Down, "refused");
        var history = Begin(cluster);
        Sample(history, cluster, 2, first: 4, second: 0, milliseconds: 1.5);

        var json = Encoding.UTF8.GetString(DashboardJson.GetBytes(new DashboardStatus(_time.GetUtcNow(), [history.Describe(cluster.Current)])));

        Assert.That(json, Is.EqualTo(
            ("{'time':'2026-01-01T00:00:02+00:00','clusters':[{'name':'','policy':'LeastRequests',"
            + "'totals':{'attemptsPerSecond':4,'inFlight':0,'latencyMilliseconds':1.5,'nodeFailures':1},"
            + "'discovery':{'refreshedAt':'2026-01-01T00:00:00+00:00','ageSeconds':2,'sources':['10.0.0.1:8000'],'failure':null},"
            + "'tiers':[{'scope':'datacenter dc1','datacenter':'dc1','rack':null,'isServing':true,'usable':1,'nodes':['http://10.0.0.1:8000']}],"
            + "'nodes':[{'address':'http://10.0.0.1:8000','datacenter':'dc1','rack':'rack0','state':'Down','since':'2026-01-01T00:00:00+00:00','isDemoted':false,'turns':1,'inFlight':0,"
            + "'attemptsPerSecond':4,'trafficShare':1,'latencyMilliseconds':1.5,'latencyHistory':[1.5,1.5],'lastFailure':'refused'}],"
            + "'transitions':[{'at':'2026-01-01T00:00:01+00:00','address':'http://10.0.0.1:8000','from':'Up','to':'Down','reason':'refused'}]}]}").Replace('\'', '"')));
    }

    private ClusterHistory Begin(FakeClusterStatus cluster)
    {
        var history = new ClusterHistory(_time);
        history.Add(cluster.Current);
        return history;
    }

    /// <summary>Simulates some seconds, each with the given number of requests.</summary>
    private void Sample(ClusterHistory history, FakeClusterStatus cluster, int seconds, uint first, uint second, double milliseconds = 1)
    {
        for (var i = 0; i < seconds; i++)
        {
            cluster.AddLoad(0, first, milliseconds);
            if (cluster.Current.Nodes.Count > 1)
            {
                cluster.AddLoad(1, second, milliseconds);
            }

            _time.Advance(1.Seconds());
            history.Add(cluster.Current);
        }
    }
}
