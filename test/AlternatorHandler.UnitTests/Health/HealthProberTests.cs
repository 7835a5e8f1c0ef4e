using System.Net;
using AlternatorHandler.Health;
using AlternatorHandler.Telemetry;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Health;

public sealed class HealthProberTests
{
    private readonly TestNodes _nodes = TestNodes.Up(3);

    [Test]
    public async Task A_node_is_probed_when_its_time_has_come_and_not_before()
    {
        var asked = 0;
        var prober = _nodes.Prober(new StubTransport(_ => Reply(ref asked)));
        _nodes.States.MarkDown(_nodes[1], "refused");
        var due = _nodes.UntilProbe(_nodes[1]);

        Assert.That(prober.ProbeDueNodes(CancellationToken.None), Is.EqualTo(due));
        _nodes.Time.Advance(due);
        Assert.That(prober.ProbeDueNodes(CancellationToken.None), Is.Null);

        await Eventually.TrueAsync(() => _nodes[1].Probing.Successes == 1, within: 20.Seconds());
        Assert.That(asked, Is.EqualTo(1));
    }

    [Test]
    public void The_next_probe_is_that_of_the_node_due_first_and_nodes_that_are_up_have_none()
    {
        var prober = _nodes.Prober(new StubTransport(_ => throw new InvalidOperationException()));
        Assert.That(prober.ProbeDueNodes(CancellationToken.None), Is.Null);

        _nodes.States.MarkDown(_nodes[0], "refused");
        _nodes.States.MarkDown(_nodes[1], "refused");

        var next = new[] { _nodes.UntilProbe(_nodes[0]), _nodes.UntilProbe(_nodes[1]) }.Min();
        Assert.That(prober.ProbeDueNodes(CancellationToken.None), Is.EqualTo(next));
    }

    [Test]
    public async Task There_is_one_probe_of_a_node_at_a_time()
    {
        var asked = 0;
        var answer = new TaskCompletionSource<HttpResponseMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        var prober = _nodes.Prober(new StubTransport((_, _) =>
        {
            Interlocked.Increment(ref asked);
            return answer.Task;
        }));

        var probes = Enumerable.Range(0, 10).Select(_ => prober.ProbeAsync(_nodes[0], "stuck", CancellationToken.None)).ToList();
        await Eventually.TrueAsync(() => Volatile.Read(ref asked) == 1, within: 20.Seconds());
        answer.SetResult(StubTransport.Reply(HttpStatusCode.OK));
        await Task.WhenAll(probes).WaitAsync(20.Seconds());

        Assert.That(asked, Is.EqualTo(1));
        await prober.ProbeAsync(_nodes[0], "stuck", CancellationToken.None).WaitAsync(20.Seconds());
        Assert.That(asked, Is.EqualTo(2));
    }

    [Test]
    public async Task A_probe_asks_with_get_for_the_path_of_the_options()
    {
        var options = new AlternatorOptions { HealthProbe = { Path = "/healthz?x=1" } };
        var nodes = TestNodes.Up(1, options);
        string? asked = null;
        var prober = nodes.Prober(new StubTransport(request =>
        {
            asked = $"{request.Method} {request.RequestUri}";
            return StubTransport.Reply(HttpStatusCode.OK);
        }));

        nodes.States.MarkDown(nodes[0], "refused");
        await prober.ProbeAsync(nodes[0], null, CancellationToken.None).WaitAsync(20.Seconds());

        Assert.That(asked, Is.EqualTo("GET http://10.0.0.1:8000/healthz?x=1"));
    }

    [Test]
    public async Task Whatever_goes_wrong_with_a_probe_is_the_nodes_failure()
    {
        var failures = new Queue<Func<HttpResponseMessage>>(
        [
            () => throw StubTransport.Refused(),
            () => StubTransport.Reply(HttpStatusCode.ServiceUnavailable),
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

        Assert.That(string.Join(", ", reasons), Is.EqualTo("connection refused, answered 503 to a probe, InvalidOperationException"));
    }

    [Test]
    public async Task A_probe_that_gets_no_connection_in_time_does_not_say_that_the_node_was_silent()
    {
        var prober = _nodes.Prober(new StubTransport(_ => throw new TaskCanceledException("connect", new TimeoutException())));

        _nodes.States.MarkDown(_nodes[0], "refused");
        await prober.ProbeAsync(_nodes[0], null, CancellationToken.None).WaitAsync(20.Seconds());

        Assert.That(_nodes[0].Condition.LastFailure, Is.EqualTo("TLS handshake timed out"));
    }

    [TestCase(HttpStatusCode.OK, "")]
    [TestCase(HttpStatusCode.ServiceUnavailable, "error.type=failed, ")]
    public async Task A_probe_is_counted_by_its_node_and_as_failed_if_it_did(HttpStatusCode status, string failed)
    {
        using var meters = new TestMeterFactory();
        using var probes = meters.Collect<long>("alternator.client.node.probes");
        var probe = new NodeProbe(new HttpMessageInvoker(new StubTransport(_ => StubTransport.Reply(status))), _nodes.Live, null, _nodes.Time);
        var prober = new HealthProber("test", _nodes.Table, _nodes.States, probe, _nodes.Time, new AlternatorMetrics(meters));

        _nodes.States.MarkDown(_nodes[0], "refused");
        await prober.ProbeAsync(_nodes[0], null, CancellationToken.None).WaitAsync(20.Seconds());

        Assert.That(probes.Measurements().Single().Tags, Is.EqualTo($"alternator.cluster=test, {failed}server.address=10.0.0.1, server.port=8000"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_node_that_is_usable_by_now_is_probed_only_if_it_is_suspected(bool isSuspected)
    {
        var nodes = TestNodes.Up(1);
        var prober = nodes.Prober(new StubTransport(_ => throw StubTransport.Refused()));

        await prober.ProbeAsync(nodes[0], isSuspected ? "stuck" : null, CancellationToken.None).WaitAsync(20.Seconds());

        Assert.That(nodes[0].State, Is.EqualTo(isSuspected ? AlternatorNodeState.Down : AlternatorNodeState.Up));
    }

    [Test]
    public async Task A_probe_without_an_answer_fails_when_its_time_is_over()
    {
        _nodes.States.MarkDown(_nodes[0], "refused");

        Assert.That(await FailureAfterAsync(2.Seconds(), stuck: null), Is.EqualTo("no answer to a probe for 2 s"));
    }

    [Test]
    public async Task A_node_that_keeps_requests_has_half_as_long()
    {
        Assert.That(await FailureAfterAsync(1.Seconds(), stuck: "no answer for 1.0 s"), Is.EqualTo("no answer for 1.0 s, and the probe failed: no answer to a probe for 1 s"));
    }

    [Test]
    public async Task A_node_that_answers_a_request_while_its_probe_is_silent_stays_up()
    {
        var prober = _nodes.Prober(Silent());
        var probe = prober.ProbeAsync(_nodes[0], "no answer for 1.0 s", CancellationToken.None);
        await Eventually.TrueAsync(() => _nodes.Time.PendingTimers == 1, within: 20.Seconds());

        _nodes.Time.Advance(0.5.Seconds());
        _nodes[0].RecordResponse(_nodes.Time.GetTimestamp());
        _nodes.Time.Advance(0.5.Seconds());
        await probe.WaitAsync(20.Seconds());

        Assert.That(_nodes[0].State, Is.EqualTo(AlternatorNodeState.Up));
    }

    [Test]
    public async Task A_probe_that_is_cancelled_says_nothing_about_the_node()
    {
        using var cancellation = new CancellationTokenSource();
        var probe = _nodes.Prober(Silent()).ProbeAsync(_nodes[0], "stuck", cancellation.Token);
        await Eventually.TrueAsync(() => _nodes.Time.PendingTimers == 1, within: 20.Seconds());

        await cancellation.CancelAsync();
        await probe.WaitAsync(20.Seconds());

        Assert.That(_nodes[0].State, Is.EqualTo(AlternatorNodeState.Up));
    }

    /// <summary>Probes a node that does not answer.</summary>
    private async Task<string?> FailureAfterAsync(TimeSpan patience, string? stuck)
    {
        var prober = _nodes.Prober(Silent());
        var probe = prober.ProbeAsync(_nodes[0], stuck, CancellationToken.None);
        await Eventually.TrueAsync(() => _nodes.Time.PendingTimers == 1, within: 20.Seconds());
        _nodes.Time.Advance(patience - TimeSpan.FromMilliseconds(1));
        Assert.That(probe.IsCompleted, Is.False);

        _nodes.Time.Advance(TimeSpan.FromMilliseconds(1));
        await probe.WaitAsync(20.Seconds());
        return _nodes[0].Condition.LastFailure;
    }

    private static HttpResponseMessage Reply(ref int asked)
    {
        Interlocked.Increment(ref asked);
        return StubTransport.Reply(HttpStatusCode.OK);
    }

    private static StubTransport Silent() => new(async (_, cancellationToken) =>
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        throw new InvalidOperationException();
    });
}
