using AlternatorHandler.Routing;
using AlternatorHandler.UnitTests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace AlternatorHandler.UnitTests;

public sealed class ClusterChangeTests
{
    private readonly FakeLogger _log = new();

    [Test]
    public async Task A_change_of_MaxAttempts_and_the_retry_budget_applies_to_the_next_request()
    {
        await using var pipeline = Pipeline(_ => throw StubTransport.Refused());
        Change(pipeline, options => options.Retry.MaxAttempts = 2);
        await FailAsync(pipeline);
        Assert.That(pipeline.Attempts, Has.Count.EqualTo(2));

        Change(pipeline, options => (options.Retry.BudgetRatio, options.Retry.BudgetFloorPerSecond) = (0, 0));
        await FailAsync(pipeline);
        Assert.That(pipeline.Attempts, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task A_change_of_the_timeouts_applies_to_the_next_attempt()
    {
        await using var pipeline = new TestPipeline(TestPipeline.SilentAsync, register: Log);
        Change(pipeline, options => (options.Retry.AttemptTimeout, options.Retry.TotalTimeout) = (20.Milliseconds(), 50.Milliseconds()));

        Assert.That(() => FailAsync(pipeline), Throws.Nothing);
    }

    [Test]
    public async Task A_change_of_the_policy_applies_to_the_next_pick()
    {
        await using var pipeline = Pipeline(_ => StubTransport.Respond(System.Net.HttpStatusCode.OK));
        var first = new FirstPolicy();
        Change(pipeline, options => options.LoadBalancingPolicy = first.Name, first);

        for (var i = 0; i < 10; i++)
        {
            using var request = TestCall.Request("GetItem");
            (await pipeline.SendAsync(request)).Dispose();
        }

        Assert.That(pipeline.Attempts.Select(attempt => attempt.Uri.Host).Distinct(), Has.Exactly(1).Items);
    }

    [Test]
    public async Task A_change_of_the_options_enables_and_disables_hedging()
    {
        await using var pipeline = Pipeline(_ => throw StubTransport.Refused());
        Assert.That(pipeline.Cluster.Parts.Requests.Hedging, Is.Null);

        Change(pipeline, options => options.Hedging.Enabled = true);
        Assert.That(pipeline.Cluster.Parts.Requests.Hedging, Is.Not.Null);

        Change(pipeline, _ => { });
        Assert.That(pipeline.Cluster.Parts.Requests.Hedging, Is.Null);
    }

    [Test]
    public async Task A_change_of_the_circuit_breaker_options_applies_to_existing_nodes()
    {
        await using var pipeline = Pipeline(_ => throw StubTransport.Refused());
        var node = pipeline.Cluster.Parts.Nodes.Current.All[0];
        Change(pipeline, options => options.CircuitBreaker.MinimumThroughput = 2);

        pipeline.Report(node, AlternatorAttemptOutcome.ConnectionLost);
        pipeline.Report(node, AlternatorAttemptOutcome.ConnectionLost);

        // Polly invokes its callbacks asynchronously.
        await Eventually.TrueAsync(() => node.State == AlternatorNodeState.Down, within: 20.Seconds());
    }

    [Test]
    public async Task Changed_options_that_need_a_restart_are_logged_once_by_name_and_the_others_apply()
    {
        await using var pipeline = Pipeline(_ => throw StubTransport.Refused());
        void ChangeAll() => Change(pipeline, options =>
        {
            options.Tls.ServerName = "other.example";
            options.Transport.ConnectTimeout = 1.Seconds();
            options.Credentials = new AlternatorCredentials("user", "hush");
            options.Retry.MaxAttempts = 1;
        });
        ChangeAll();
        ChangeAll();

        Assert.That(_log.Messages, Has.Exactly(1).EqualTo(
            "These options of cluster '' take effect only after a restart: Credentials:User, Credentials:Secret, Tls:ServerName, Transport:ConnectTimeout. The values from the start remain in effect."));
        Assert.That(_log.Messages, Has.Exactly(1).EqualTo("Options of cluster '' changed: Retry:MaxAttempts."));
        Assert.That(_log.Messages, Has.None.Contains("hush"));
        Assert.That(pipeline.Cluster.Parts.Live.Current.Retry.MaxAttempts, Is.EqualTo(1));
    }

    [Test]
    public async Task A_reload_that_changes_no_option_is_not_logged()
    {
        await using var pipeline = Pipeline(_ => throw StubTransport.Refused());

        Change(pipeline, _ => { });

        Assert.That(_log.Count("OptionsChanged") + _log.Count("ChangeNeedsRestart"), Is.Zero);
    }

    [Test]
    public async Task A_change_of_the_scheme_of_the_seeds_is_rejected_as_a_whole()
    {
        await using var pipeline = Pipeline(_ => throw StubTransport.Refused());
        var before = pipeline.Cluster.Parts.Live.Current;
        var options = new AlternatorOptions { Seeds = { new Uri("https://127.0.0.1:1") }, Retry = { MaxAttempts = 1 } };

        pipeline.Cluster.Parts.Change.Apply(options, new LeastRequestsPolicy());

        Assert.That(pipeline.Cluster.Parts.Live.Current, Is.SameAs(before));
        Assert.That(_log.Messages, Has.Exactly(1).Contains("The scheme of Seeds changed from http to https, which requires a restart."));
    }

    [Test]
    public async Task Requests_succeed_while_the_options_change()
    {
        await using var pipeline = Pipeline(sent => sent.Number % 5 == 0 ? throw StubTransport.Refused() : StubTransport.Respond(System.Net.HttpStatusCode.OK));
        using var stop = new CancellationTokenSource();
        var changing = Task.Run(() =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                Change(pipeline, options =>
                {
                    options.Hedging.Enabled = i % 2 == 0;
                    options.Retry.MaxAttempts = 3 + (i % 3);
                    options.CircuitBreaker.MinimumThroughput = 5 + (i % 7);
                    options.Retry.BudgetFloorPerSecond = 1_000_000;
                });
            }
        });

        for (var i = 0; i < 2000; i++)
        {
            using var request = TestCall.Request("GetItem");
            (await pipeline.SendAsync(request)).Dispose();
        }

        await stop.CancelAsync();
        await changing.WaitAsync(20.Seconds());
    }

    private static async Task FailAsync(TestPipeline pipeline)
    {
        using var request = TestCall.Request("GetItem");
        try
        {
            (await pipeline.SendAsync(request)).Dispose();
            Assert.Fail("The request was expected to fail.");
        }
        catch (HttpRequestException)
        {
        }
    }

    private static void Change(TestPipeline pipeline, Action<AlternatorOptions> change, IAlternatorLoadBalancingPolicy? policy = null)
    {
        var options = new AlternatorOptions();
        foreach (var seed in pipeline.Cluster.Parts.Live.Current.Seeds)
        {
            options.Seeds.Add(seed);
        }

        change(options);
        pipeline.Cluster.Parts.Change.Apply(options, policy ?? new LeastRequestsPolicy());
    }

    private TestPipeline Pipeline(Func<TestPipeline.Sent, HttpResponseMessage> respond) => new(respond, register: Log);

    private void Log(IServiceCollection services) => services.AddLogging(logging => logging.AddProvider(new FakeLoggerProvider(_log.Collector)));

    private sealed class FirstPolicy : IAlternatorLoadBalancingPolicy
    {
        public string Name => "First";

        public AlternatorNode Pick(ReadOnlySpan<AlternatorNode> usable, in AlternatorPickContext context) => usable[0];
    }
}
