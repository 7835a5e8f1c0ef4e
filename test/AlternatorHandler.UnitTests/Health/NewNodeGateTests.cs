using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Health;

public sealed class NewNodeGateTests
{
    private readonly TestNodes _nodes = TestNodes.Up(2);
    private readonly TaskCompletionSource<HttpResponseMessage> _second = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isFirstWell = true;

    [Test]
    public void A_node_that_works_is_let_through_and_one_that_is_down_waits_for_a_probe()
    {
        var gate = _nodes.Gate(Transport());
        _nodes.States.MarkDown(_nodes[1], "refused");

        gate.Hold(_nodes[0], isLate: true);
        gate.Hold(_nodes[1], isLate: true);

        Assert.That(_nodes.Table.Current.All.Select(node => (node.State, node.Probing.IsNew)), Is.EqualTo([(AlternatorNodeState.Up, false), (AlternatorNodeState.Down, true)]));
    }

    [Test]
    public async Task Once_a_node_works_the_others_have_a_quarter_of_a_second()
    {
        var gate = _nodes.Gate(Transport());
        Close(gate);

        var opening = gate.ProbeAndReleaseAsync(_nodes.Table.Current.All, CancellationToken.None);
        await Eventually.TrueAsync(() => _nodes[0].State == AlternatorNodeState.Up && _nodes.Time.NextTimer == 250.Milliseconds(), within: 20.Seconds());
        _nodes.Time.Advance(249.Milliseconds());
        Assert.That(opening.IsCompleted, Is.False);
        _nodes.Time.Advance(1.Milliseconds());

        await opening.WaitAsync(20.Seconds());
        Assert.That(_nodes[1].State, Is.EqualTo(AlternatorNodeState.Down));
    }

    [Test]
    public async Task The_wait_for_the_other_probes_begins_with_the_first_success()
    {
        var gate = _nodes.Gate(new StubTransport((_, cancellationToken) => _second.Task.WaitAsync(cancellationToken)));
        Close(gate);

        var opening = gate.ProbeAndReleaseAsync(_nodes.Table.Current.All, CancellationToken.None);
        await Eventually.TrueAsync(() => _nodes.Time.NextTimer == 2.Seconds(), within: 20.Seconds());
        _nodes.Time.Advance(1.Seconds());
        Assert.That(_nodes.Time.NextTimer, Is.EqualTo(1.Seconds()), "the probes' limit, and no other");
        Assert.That(opening.IsCompleted, Is.False);

        _second.SetResult(StubTransport.Reply(System.Net.HttpStatusCode.OK));
        await opening.WaitAsync(20.Seconds());
    }

    [Test]
    public async Task While_no_node_works_all_probes_are_awaited()
    {
        _isFirstWell = false;
        var gate = _nodes.Gate(Transport());
        Close(gate);

        var opening = gate.ProbeAndReleaseAsync(_nodes.Table.Current.All, CancellationToken.None);
        await Eventually.TrueAsync(() => _nodes[0].Condition.LastFailure == "connection refused", within: 20.Seconds());
        _nodes.Time.Advance(1.Seconds());
        Assert.That(opening.IsCompleted, Is.False);
        _second.SetResult(StubTransport.Reply(System.Net.HttpStatusCode.OK));

        await opening.WaitAsync(20.Seconds());
        Assert.That(_nodes[1].State, Is.Not.EqualTo(AlternatorNodeState.Down));
    }

    private void Close(AlternatorHandler.Health.NewNodeGate gate)
    {
        foreach (var node in _nodes.Table.Current.All)
        {
            gate.Reset(node);
        }
    }

    private StubTransport Transport() => new((request, cancellationToken) =>
        request.RequestUri!.Host != "10.0.0.1" ? _second.Task.WaitAsync(cancellationToken)
        : _isFirstWell ? Task.FromResult(StubTransport.Reply(System.Net.HttpStatusCode.OK))
        : throw StubTransport.Refused());
}
