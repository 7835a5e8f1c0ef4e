using System.Diagnostics;
using AlternatorHandler.Testing;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace AlternatorHandler.FunctionalTests.Telemetry;

/// <summary>What an application sees that collects by OpenTelemetry, while one of its three nodes dies.</summary>
[NonParallelizable]
public sealed class OpenTelemetryTests
{
    private const string Root = "AlternatorHandler.FunctionalTests";

    private ActivitySource _source = null!;
    private ExportedMetrics _metrics = null!;
    private ExportedSpans _spans = null!;
    private MeterProvider _meterProvider = null!;
    private TracerProvider _tracerProvider = null!;
    private AlternatorTestCluster _cluster = null!;
    private TestClient _client = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _source = new ActivitySource(Root);
        _metrics = new ExportedMetrics();
        _spans = new ExportedSpans();
        _meterProvider = Sdk.CreateMeterProviderBuilder().AddMeter("AlternatorHandler").AddReader(new BaseExportingMetricReader(_metrics)).Build();
        _tracerProvider = Sdk.CreateTracerProviderBuilder().AddSource(Root, "AlternatorHandler", "System.Net.Http").AddProcessor(new SimpleActivityExportProcessor(_spans)).Build();
        _cluster = await AlternatorTestCluster.StartAsync(options => options.EnforceAuthorization = true);
        _client = TestClient.Of(
            _cluster,
            options =>
            {
                options.Credentials = new AlternatorCredentials("alternator", "secret");
                options.Scopes.Add(new AlternatorRoutingScope("datacenter1"));
            },
            services => services.AddHttpClient("typed", http => http.BaseAddress = new Uri("http://alternator.example")).AddAlternatorLoadBalancing());
        await Orders.CreateAsync(_client.DynamoDB);
        foreach (var node in _cluster.Nodes)
        {
            await _client.WaitForStateAsync(node, AlternatorNodeState.Up, within: 10.Seconds());
        }
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _client.DisposeAsync();
        await _cluster.DisposeAsync();
        _tracerProvider.Dispose();
        _meterProvider.Dispose();
        _metrics.Dispose();
        _spans.Dispose();
        _source.Dispose();
    }

    [Test]
    public async Task Spans_of_the_http_client_nest_under_that_of_the_request_one_for_each_attempt([Values("sdk", "typed")] string client)
    {
        await _cluster[1].KillAsync();

        var (root, info) = await UntilMovedAsync(client);

        var request = _spans.Below(root).Single();
        var attempts = _spans.Below(request);
        Assert.That((request.Source.Name, request.DisplayName, request.Kind), Is.EqualTo(("AlternatorHandler", "GetItem", ActivityKind.Client)));
        Assert.That(request.GetTagItem("server.address"), Is.EqualTo(info.Node!.Host));
        Assert.That(request.GetTagItem("alternator.datacenter"), Is.EqualTo("datacenter1"));
        Assert.That(request.Events.Select(attempt => attempt.Tags.ToDictionary()["server.address"]), Is.EqualTo(info.Attempts.Select(attempt => attempt.Node.Host)));
        Assert.That(attempts.Select(span => span.Source.Name), Is.All.EqualTo("System.Net.Http"));
        Assert.That(attempts.Select(span => new Uri((string)span.GetTagItem("url.full")!).Host), Is.EqualTo(info.Attempts.Select(attempt => attempt.Node.Host)));
        var served = _cluster.Nodes.Single(node => node.Host == info.Node.Host).Requests.Last(sent => sent.Operation == "GetItem");
        Assert.That(served.Header("traceparent"), Does.Contain($"{root.TraceId}-{attempts[^1].SpanId}"), "the node could go on with the trace");
    }

    [Test]
    public async Task A_capture_names_the_nodes_that_served_and_failed_a_call_of_the_SDK([Values("sdk", "typed")] string client)
    {
        await _cluster[1].KillAsync();

        var (_, info) = await UntilMovedAsync(client);

        Assert.That(string.Join(' ', info.Attempts.Select(attempt => attempt.Outcome)), Is.AnyOf("NotSent Answered", "ConnectionLost Answered"));
        Assert.That(info.Attempts[0].Node.Host, Is.EqualTo(_cluster[1].Host));
        Assert.That((info.Node, info.Datacenter), Is.EqualTo((info.Attempts[1].Node, "datacenter1")));
        Assert.That(_cluster.Nodes.Single(node => node.Host == info.Node!.Host).Requests.Count(sent => sent.Operation == "GetItem"), Is.GreaterThan(0));
    }

    [Test]
    public async Task Instruments_arrive_with_their_names_units_and_buckets()
    {
        await _cluster[1].KillAsync();
        await UntilMovedAsync("sdk");
        await _client.WaitForStateAsync(_cluster[1], AlternatorNodeState.Down, within: 10.Seconds());

        // The first probe of a node that went down comes after about a second.
        await Eventually.TrueAsync(() => Collect().Of("alternator.client.node.probes").Any(series => series.Tag("error.type") is "failed"), 20.Seconds());

        Assert.That(_metrics.Last.Select(series => (series.Name, series.Type, series.Unit, series.Bounds)).Distinct(), Is.SupersetOf(
        [
            ("db.client.operation.duration", MetricType.Histogram, "s", "0.001 0.005 0.01 0.05 0.1 0.5 1 5 10 Infinity"),
            ("alternator.client.attempt.duration", MetricType.Histogram, "s", "0.001 0.005 0.01 0.05 0.1 0.5 1 5 10 Infinity"),
            ("alternator.client.request.attempts", MetricType.Histogram, "{attempt}", "1 2 3 4 5 10 Infinity"),
            ("alternator.client.retries", MetricType.LongSum, "{retry}", string.Empty),
            ("alternator.client.nodes", MetricType.LongGauge, "{node}", string.Empty),
            ("alternator.client.node.state", MetricType.LongGauge, "1", string.Empty),
            ("alternator.client.node.active_attempts", MetricType.LongSumNonMonotonic, "{attempt}", string.Empty),
            ("alternator.client.node.transitions", MetricType.LongSum, "{transition}", string.Empty),
            ("alternator.client.node.probes", MetricType.LongSum, "{probe}", string.Empty),
            ("alternator.client.discovery.refreshes", MetricType.LongSum, "{refresh}", string.Empty),
            ("alternator.client.signing.clock_offset", MetricType.DoubleGauge, "s", string.Empty),
        ]));
    }

    [Test]
    public async Task The_tags_of_the_series_identify_the_outcome()
    {
        await _cluster[1].KillAsync();
        await UntilMovedAsync("sdk");
        await _client.WaitForStateAsync(_cluster[1], AlternatorNodeState.Down, within: 10.Seconds());

        // A collection that was under way already is shared, and knows the node as it was.
        await Eventually.TrueAsync(() => StatesOf(Collect(), _cluster[1].Host) is ["down"], 30.Seconds());
        var metrics = _metrics;

        var gets = metrics.Of("db.client.operation.duration").Single(series => series.Tag("db.operation.name") is "GetItem");
        Assert.That((gets.Tag("db.system.name"), gets.Tag("alternator.cluster"), gets.Tag("error.type")), Is.EqualTo(("scylladb.alternator", string.Empty, (string?)null)));
        Assert.That(metrics.Of("alternator.client.attempt.duration").Where(series => series.Tag("alternator.attempt.outcome") is not "answered").Select(series => (series.Tag("server.address"), series.Tag("server.port"))).Distinct(), Is.EqualTo([(_cluster[1].Host, _cluster.Port)]));
        Assert.That(metrics.Of("alternator.client.nodes").ToDictionary(series => (string)series.Tag("alternator.node.state")!, series => series.Value), Is.EquivalentTo(new Dictionary<string, double> { ["up"] = 2, ["probation"] = 0, ["down"] = 1 }));
        Assert.That(metrics.Of("alternator.client.node.active_attempts").Sum(series => series.Value), Is.Zero);
        Assert.That(metrics.Of("alternator.client.signing.clock_offset").Single().Value, Is.Zero);
        Assert.That(metrics.Of("alternator.client.retries").Sum(series => series.Value), Is.GreaterThanOrEqualTo(1));
    }

    // The port as well: clients of other tests may have nodes on the same host.
    private string[] StatesOf(ExportedMetrics metrics, string host) =>
    [
        .. from series in metrics.Of("alternator.client.node.state")
           where series.Value == 1 && series.Tag("server.address") is string address && address == host && series.Tag("server.port") is int port && port == _cluster.Port
           select (string)series.Tag("alternator.node.state")!,
    ];

    private ExportedMetrics Collect()
    {
        _meterProvider.ForceFlush();
        return _metrics;
    }

    /// <summary>Reads until a read comes upon the dead node: the first, second or third does.</summary>
    private async Task<(Activity Root, AlternatorRequestInfo Info)> UntilMovedAsync(string client)
    {
        for (var i = 0; i < 100; i++)
        {
            using var root = _source.StartActivity("test")!;
            var info = client == "sdk" ? await ReadBySdkAsync() : await ReadByTypedClientAsync();
            if (info.Attempts.Count > 1)
            {
                return (root, info);
            }
        }

        throw new InvalidOperationException("No request came upon the dead node.");
    }

    private async Task<AlternatorRequestInfo> ReadBySdkAsync()
    {
        using var capture = AlternatorRequestInfo.Capture();
        await _client.DynamoDB.GetItemAsync(Orders.Get("1"));
        return capture.Requests.Single();
    }

    private async Task<AlternatorRequestInfo> ReadByTypedClientAsync()
    {
        using var http = _client.Services.GetRequiredService<IHttpClientFactory>().CreateClient("typed");
        using var request = AlternatorRequest.Get("1");
        request.Options.Set(AlternatorRequestKeys.Info, new AlternatorRequestInfo());
        using var response = await http.SendAsync(request);
        Assert.That(response.RequestMessage!.Options.TryGetValue(AlternatorRequestKeys.Info, out var info), Is.True);
        return info!;
    }
}
