using System.Net;
using AlternatorHandler.Health;
using AlternatorHandler.Telemetry;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Health;

public sealed class HealthProberTests
{
    private readonly TestNodes _nodes = TestNodes.Up(3);

    [Test]
    public async Task A_node_is_probed_when_its_probe_is_due_and_not_before()
    {
        var requests = 0;
        var prober = _nodes.Prober(new StubTransport(_ => Respond(ref requests)));
        _nodes.States.MarkDown(_nodes[1], "refused");
        var due = _nodes.UntilProbe(_nodes[1]);

        Assert.That(prober.ProbeDueNodes(CancellationToken.None), Is.EqualTo(due));
        _nodes.Time.Advance(due);
        Assert.That(prober.ProbeDueNodes(CancellationToken.None), Is.Null);

        await Eventually.TrueAsync(() => _nodes[1].Probing.Successes == 1, within: 20.Seconds());
        Assert.That(requests, Is.EqualTo(1));
    }

    [Test]
    public void The_next_probe_is_that_of_the_first_due_node_and_nodes_that_are_up_have_none()
    {
        var prober = _nodes.Prober(new StubTransport(_ => throw new InvalidOperationException()));
        Assert.That(prober.ProbeDueNodes(CancellationToken.None), Is.Null);

        _nodes.States.MarkDown(_nodes[0], "refused");
        _nodes.States.MarkDown(_nodes[1], "refused");

        var next = new[] { _nodes.UntilProbe(_nodes[0]), _nodes.UntilProbe(_nodes[1]) }.Min();
        Assert.That(prober.ProbeDueNodes(CancellationToken.None), Is.EqualTo(next));
    }

    [Test]
    public async Task A_node_has_at_most_one_probe_at_a_time()
    {
        var requests = 0;
        var response = new TaskCompletionSource<HttpResponseMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        var prober = _nodes.Prober(new StubTransport((_, _) =>
        {
            Interlocked.Increment(ref requests);
            return response.Task;
        }));

        var probes = Enumerable.Range(0, 10).Select(_ => prober.ProbeAsync(_nodes[0], "stuck", CancellationToken.None)).ToList();
        await Eventually.TrueAsync(() => Volatile.Read(ref requests) == 1, within: 20.Seconds());
        response.SetResult(StubTransport.Respond(HttpStatusCode.OK));
        await Task.WhenAll(probes).WaitAsync(20.Seconds());

        Assert.That(requests, Is.EqualTo(1));
        await prober.ProbeAsync(_nodes[0], "stuck", CancellationToken.None).WaitAsync(20.Seconds());
        Assert.That(requests, Is.EqualTo(2));
    }

    [Test]
    public async Task A_probe_is_a_GET_request_for_the_configured_path()
    {
        var options = new AlternatorOptions { HealthProbe = { Path = "/healthz?x=1" } };
        var nodes = TestNodes.Up(1, options);
        string? sent = null;
        var prober = nodes.Prober(new StubTransport(request =>
        {
            sent = $"{request.Method} {request.RequestUri}";
            return StubTransport.Respond(HttpStatusCode.OK);
        }));

        nodes.States.MarkDown(nodes[0], "refused");
        await prober.ProbeAsync(nodes[0], null, CancellationToken.None).WaitAsync(20.Seconds());

        Assert.That(sent, Is.EqualTo("GET http://10.0.0.1:8000/healthz?x=1"));
    }

    [Test]
    public async Task The_reason_of_a_failed_probe_becomes_the_last_failure_of_its_node()
    {
        var failures = new Queue<Func<HttpResponseMessage>>(
        [
            () => throw StubTransport.Refused(),
            () => StubTransport.Respond(HttpStatusCode.ServiceUnavailable),
            () => throw new InvalidOperationException("odd"),
        ]);
        var prober = _nodes.Prober(new StubTransport(_ => failures.Dequeue()()));
        var reasons = new List<string?>();
        _nodes.States.MarkDown(_nodes[0], "refused");
        while (failures.Count > 0)
        {
            await prober.ProbeAsync(_nodes[0], null, CancellationToken.None).WaitAsync(20.Seconds());
            reasons.Add(_nodes[0].Condition.LastFailure);
        }

        Assert.That(string.Join(", ", reasons), Is.EqualTo("connection refused, status 503 in response to a probe, InvalidOperationException"));
    }

    [Test]
    public async Task A_connect_timeout_of_a_probe_is_reported_as_a_connection_failure()
    {
        var prober = _nodes.Prober(new StubTransport(_ => throw new TaskCanceledException("connect", new TimeoutException())));

        _nodes.States.MarkDown(_nodes[0], "refused");
        await prober.ProbeAsync(_nodes[0], null, CancellationToken.None).WaitAsync(20.Seconds());

        Assert.That(_nodes[0].Condition.LastFailure, Is.EqualTo("TLS handshake timed out"));
    }

    [TestCase(HttpStatusCode.OK, "")]
    [TestCase(HttpStatusCode.ServiceUnavailable, "error.type=failed, ")]
    public async Task Probes_are_counted_by_node_and_result(HttpStatusCode status, string failed)
    {
        using var meters = new TestMeterFactory();
        using var probes = meters.Collect<long>("alternator.client.node.probes");
        var probe = new NodeProbe(new HttpMessageInvoker(new StubTransport(_ => StubTransport.Respond(status))), _nodes.Live, null, _nodes.Time);
        var prober = new HealthProber("test", _nodes.Table, _nodes.States, probe, _nodes.Time, new AlternatorMetrics(meters));

        _nodes.States.MarkDown(_nodes[0], "refused");
        await prober.ProbeAsync(_nodes[0], null, CancellationToken.None).WaitAsync(20.Seconds());

        Assert.That(probes.Measurements().Single().Tags, Is.EqualTo($"alternator.cluster=test, {failed}server.address=10.0.0.1, server.port=8000"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_usable_node_is_probed_only_if_it_is_suspected(bool isSuspected)
    {
        var nodes = TestNodes.Up(1);
        var prober = nodes.Prober(new StubTransport(_ => throw StubTransport.Refused()));

        await prober.ProbeAsync(nodes[0], isSuspected ? "stuck" : null, CancellationToken.None).WaitAsync(20.Seconds());

        Assert.That(nodes[0].State, Is.EqualTo(isSuspected ? AlternatorNodeState.Down : AlternatorNodeState.Up));
    }

    [Test]
    public async Task A_probe_without_a_response_fails_after_its_timeout()
    {
        _nodes.States.MarkDown(_nodes[0], "refused");

        Assert.That(await FailureAfterAsync(2.Seconds(), stuck: null), Is.EqualTo("no response to a probe within 2 s"));
    }

    [Test]
    public async Task A_probe_of_a_stuck_node_has_half_of_the_timeout()
    {
        Assert.That(await FailureAfterAsync(1.Seconds(), stuck: "no response for 1.0 s"), Is.EqualTo("no response for 1.0 s, and the probe failed: no response to a probe within 1 s"));
    }

    [Test]
    public async Task A_node_that_responds_to_a_request_during_a_silent_probe_stays_up()
    {
        var prober = _nodes.Prober(Silent());
        var probe = prober.ProbeAsync(_nodes[0], "no response for 1.0 s", CancellationToken.None);
        await Eventually.TrueAsync(() => _nodes.Time.PendingTimers == 1, within: 20.Seconds());

        _nodes.Time.Advance(0.5.Seconds());
        _nodes[0].RecordResponse(_nodes.Time.GetTimestamp());
        _nodes.Time.Advance(0.5.Seconds());
        await probe.WaitAsync(20.Seconds());

        Assert.That(_nodes[0].State, Is.EqualTo(AlternatorNodeState.Up));
    }

    [Test]
    public async Task A_canceled_probe_does_not_change_the_state_of_its_node()
    {
        using var cancellation = new CancellationTokenSource();
        var probe = _nodes.Prober(Silent()).ProbeAsync(_nodes[0], "stuck", cancellation.Token);
        await Eventually.TrueAsync(() => _nodes.Time.PendingTimers == 1, within: 20.Seconds());

        await cancellation.CancelAsync();
        await probe.WaitAsync(20.Seconds());

        Assert.That(_nodes[0].State, Is.EqualTo(AlternatorNodeState.Up));
    }

    /// <summary>Probes a node that does not respond.</summary>
    private async Task<string?> FailureAfterAsync(TimeSpan timeout, string? stuck)
    {
        var prober = _nodes.Prober(Silent());
        var probe = prober.ProbeAsync(_nodes[0], stuck, CancellationToken.None);
        await Eventually.TrueAsync(() => _nodes.Time.PendingTimers == 1, within: 20.Seconds());
        _nodes.Time.Advance(timeout - TimeSpan.FromMilliseconds(1));
        Assert.That(probe.IsCompleted, Is.False);

        _nodes.Time.Advance(TimeSpan.FromMilliseconds(1));
        await probe.WaitAsync(20.Seconds());
        return _nodes[0].Condition.LastFailure;
    }

    private static HttpResponseMessage Respond(ref int requests)
    {
        Interlocked.Increment(ref requests);
        return StubTransport.Respond(HttpStatusCode.OK);
    }

    private static StubTransport Silent() => new(async (_, cancellationToken) =>
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        throw new InvalidOperationException();
    });
}
