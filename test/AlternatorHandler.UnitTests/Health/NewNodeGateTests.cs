using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Health;

public sealed class NewNodeGateTests
{
    private readonly TestNodes _nodes = TestNodes.Up(2);
    private readonly TaskCompletionSource<HttpResponseMessage> _second = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isFirstUsable = true;

    [Test]
    public void The_gate_releases_a_usable_node_and_holds_a_node_that_is_down_for_a_probe()
    {
        var gate = _nodes.Gate(Transport());
        _nodes.States.MarkDown(_nodes[1], "refused");

        gate.Hold(_nodes[0], isLate: true);
        gate.Hold(_nodes[1], isLate: true);

        Assert.That(_nodes.Table.Current.All.Select(node => (node.State, node.Probing.IsNew)), Is.EqualTo([(AlternatorNodeState.Up, false), (AlternatorNodeState.Down, true)]));
    }

    [Test]
    public async Task After_the_first_successful_probe_the_gate_waits_250_ms_for_the_others()
    {
        var gate = _nodes.Gate(Transport());
        ResetAll(gate);

        var release = gate.ProbeAndReleaseAsync(_nodes.Table.Current.All, CancellationToken.None);
        await Eventually.TrueAsync(() => _nodes[0].State == AlternatorNodeState.Up && _nodes.Time.NextTimer == 250.Milliseconds(), within: 20.Seconds());
        _nodes.Time.Advance(249.Milliseconds());
        Assert.That(release.IsCompleted, Is.False);
        _nodes.Time.Advance(1.Milliseconds());

        await release.WaitAsync(20.Seconds());
        Assert.That(_nodes[1].State, Is.EqualTo(AlternatorNodeState.Down));
    }

    [Test]
    public async Task Before_the_first_response_only_the_probe_timeout_limits_the_wait()
    {
        var gate = _nodes.Gate(new StubTransport((_, cancellationToken) => _second.Task.WaitAsync(cancellationToken)));
        ResetAll(gate);

        var release = gate.ProbeAndReleaseAsync(_nodes.Table.Current.All, CancellationToken.None);
        await Eventually.TrueAsync(() => _nodes.Time.NextTimer == 2.Seconds(), within: 20.Seconds());
        _nodes.Time.Advance(1.Seconds());
        Assert.That(_nodes.Time.NextTimer, Is.EqualTo(1.Seconds()), "only the timeout of the probes is pending");
        Assert.That(release.IsCompleted, Is.False);

        _second.SetResult(StubTransport.Respond(System.Net.HttpStatusCode.OK));
        await release.WaitAsync(20.Seconds());
    }

    [Test]
    public async Task Without_a_successful_probe_the_gate_waits_for_all_probes()
    {
        _isFirstUsable = false;
        var gate = _nodes.Gate(Transport());
        ResetAll(gate);

        var release = gate.ProbeAndReleaseAsync(_nodes.Table.Current.All, CancellationToken.None);
        await Eventually.TrueAsync(() => _nodes[0].Condition.LastFailure == "connection refused", within: 20.Seconds());
        _nodes.Time.Advance(1.Seconds());
        Assert.That(release.IsCompleted, Is.False);
        _second.SetResult(StubTransport.Respond(System.Net.HttpStatusCode.OK));

        await release.WaitAsync(20.Seconds());
        Assert.That(_nodes[1].State, Is.Not.EqualTo(AlternatorNodeState.Down));
    }

    private void ResetAll(AlternatorHandler.Health.NewNodeGate gate)
    {
        foreach (var node in _nodes.Table.Current.All)
        {
            gate.Reset(node);
        }
    }

    private StubTransport Transport() => new((request, cancellationToken) =>
        request.RequestUri!.Host != "10.0.0.1" ? _second.Task.WaitAsync(cancellationToken)
        : _isFirstUsable ? Task.FromResult(StubTransport.Respond(System.Net.HttpStatusCode.OK))
        : throw StubTransport.Refused());
}
