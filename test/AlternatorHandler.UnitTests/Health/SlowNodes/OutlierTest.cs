using AlternatorHandler.Health.SlowNodes;
using AlternatorHandler.Nodes;
using AlternatorHandler.Protocol;
using AlternatorHandler.Telemetry;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Health.SlowNodes;

/// <summary>Provides nodes that respond with the latencies of a test, and an outlier detector that evaluates them four times per second.</summary>
public abstract class OutlierTest
{
    private protected static readonly TimeSpan Tick = 250.Milliseconds();

    private protected TestNodes Nodes { get; private set; } = null!;

    private protected OutlierDetector Detector { get; private set; } = null!;

    /// <summary>Gets the number of trials that were taken.</summary>
    private protected int TakenTrials { get; private set; }

    [SetUp]
    public void Create_three_nodes() => Use(3);

    private protected static bool IsDemoted(AlternatorNode node) => node.Latency.Demotion.Phase == DemotionPhase.Demoted;

    private protected static void Respond(AlternatorNode node, LatencyClass latencyClass, double milliseconds, int count)
    {
        for (var i = 0; i < count; i++)
        {
            node.Latency[latencyClass].RecordResponse(milliseconds.Milliseconds());
        }
    }

    private protected void Use(int nodes, AlternatorMetrics? metrics = null)
    {
        Nodes = TestNodes.Up(nodes);
        Detector = new OutlierDetector("test", Nodes.Table, Nodes.Time, metrics ?? Nodes.Metrics, Nodes.Log);
        TakenTrials = 0;
    }

    private protected string Demoted() => TestNodes.Hosts(Nodes.Table.Current.All.Where(IsDemoted));

    private protected void BeginAttempts(AlternatorNode node, int requests)
    {
        for (var i = 0; i < requests; i++)
        {
            node.BeginAttempt(Nodes.Time.GetTimestamp());
        }
    }

    /// <summary>Marks a node as stuck with two requests in flight, which then end.</summary>
    private protected void MarkStuck(AlternatorNode node)
    {
        BeginAttempts(node, 2);
        OutlierDetector.MarkStuck(node, "no response for 1.0 s");
        node.EndAttempt();
        node.EndAttempt();
    }

    /// <summary>Records responses of point reads for a period of time, as many for each node as its weight allows.</summary>
    private protected void Run(TimeSpan time, int responsesPerTick, Func<int, double?> milliseconds)
    {
        for (var end = Nodes.Time.GetUtcNow() + time; Nodes.Time.GetUtcNow() < end;)
        {
            for (var i = 0; i < Nodes.Table.Current.All.Length; i++)
            {
                var node = Nodes[i];
                var isTrial = node.Weight == 0 && node.Latency.TryTakeTrial(LatencyClass.PointRead);
                TakenTrials += isTrial ? 1 : 0;
                for (var count = isTrial ? 1 : (int)Math.Ceiling(responsesPerTick * node.Weight); count > 0; count--)
                {
                    if (milliseconds(i) is { } latency)
                    {
                        Respond(node, LatencyClass.PointRead, latency, 1);
                    }
                }
            }

            Evaluate();
        }
    }

    /// <returns><see langword="true"/> if the next evaluation is due soon; otherwise, <see langword="false"/>.</returns>
    private protected bool Evaluate()
    {
        Nodes.Time.Advance(Tick);
        return Detector.Evaluate();
    }
}
