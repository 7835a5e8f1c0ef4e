using AlternatorHandler.Health;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Health;

public sealed class TransitionLogTests
{
    [Test]
    public void The_latest_transitions_are_kept_in_descending_order_up_to_the_capacity()
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
            Assert.That(latest[0], Is.EqualTo(new AlternatorNodeTransition { Address = nodes[0].Address, From = AlternatorNodeState.Down, To = AlternatorNodeState.Probation, At = nodes.Time.GetUtcNow() }));
            Assert.That(latest[1], Is.EqualTo(new AlternatorNodeTransition { Address = nodes[0].Address, From = AlternatorNodeState.Probation, To = AlternatorNodeState.Down, At = nodes.Time.GetUtcNow(), Reason = $"failure {TransitionLog.Capacity - 1}" }));
        });
    }
}
