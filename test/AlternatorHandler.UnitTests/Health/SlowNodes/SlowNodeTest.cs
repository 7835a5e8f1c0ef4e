using AlternatorHandler.Health.SlowNodes;
using AlternatorHandler.Nodes;
using AlternatorHandler.Protocol;
using AlternatorHandler.Telemetry;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Health.SlowNodes;

/// <summary>Nodes that answer as fast as a test says, and the rule that judges them four times a second.</summary>
public abstract class SlowNodeTest
{
    private protected static readonly TimeSpan Tick = 250.Milliseconds();

    private protected TestNodes Nodes { get; private set; } = null!;

    private protected OutlierDetector Rule { get; private set; } = null!;

    /// <summary>Gets how many trials were taken.</summary>
    private protected int Tried { get; private set; }

    [SetUp]
    public void Three_nodes() => Use(3);

    private protected static bool IsDemoted(AlternatorNode node) => node.Latency.Demotion.Phase == DemotionPhase.Demoted;

    private protected static void Answer(AlternatorNode node, LatencyClass latencyClass, double milliseconds, int count)
    {
        for (var i = 0; i < count; i++)
        {
            node.Latency[latencyClass].RecordResponse(milliseconds.Milliseconds());
        }
    }

    private protected void Use(int nodes, AlternatorMetrics? metrics = null)
    {
        Nodes = TestNodes.Up(nodes);
        Rule = new OutlierDetector("test", Nodes.Table, Nodes.Time, metrics ?? Nodes.Metrics, Nodes.Log);
        Tried = 0;
    }

    private protected string Demoted() => TestNodes.Hosts(Nodes.Table.Current.All.Where(IsDemoted));

    private protected void Hold(AlternatorNode node, int requests)
    {
        for (var i = 0; i < requests; i++)
        {
            node.BeginAttempt(Nodes.Time.GetTimestamp());
        }
    }

    /// <summary>Lets a node keep two requests, until the next look at it has told that it is stuck.</summary>
    private protected void Stick(AlternatorNode node)
    {
        Hold(node, 2);
        OutlierDetector.MarkStuck(node, "no answer for 1.0 s");
        node.EndAttempt();
        node.EndAttempt();
    }

    /// <summary>Lets nodes answer point reads for a while, each as many as its share allows.</summary>
    private protected void Run(TimeSpan time, int answersPerTick, Func<int, double?> milliseconds)
    {
        for (var end = Nodes.Time.GetUtcNow() + time; Nodes.Time.GetUtcNow() < end;)
        {
            for (var i = 0; i < Nodes.Table.Current.All.Length; i++)
            {
                var node = Nodes[i];
                var isTried = node.Weight == 0 && node.Latency.TryTakeTrial(LatencyClass.PointRead);
                Tried += isTried ? 1 : 0;
                for (var answer = isTried ? 1 : (int)Math.Ceiling(answersPerTick * node.Weight); answer > 0; answer--)
                {
                    if (milliseconds(i) is { } took)
                    {
                        Answer(node, LatencyClass.PointRead, took, 1);
                    }
                }
            }

            Judge();
        }
    }

    /// <returns>Whether the rule wants to look again soon.</returns>
    private protected bool Judge()
    {
        Nodes.Time.Advance(Tick);
        return Rule.Evaluate();
    }
}
