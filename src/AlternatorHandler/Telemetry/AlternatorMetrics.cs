using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace AlternatorHandler.Telemetry;

/// <summary>Provides the metrics of all clusters. Nothing is computed while no listener is enabled.</summary>
internal sealed class AlternatorMetrics
{
    public const string MeterName = "AlternatorHandler";

    private readonly Counter<long> _retries;
    private readonly Counter<long> _exhaustedBudgets;
    private readonly Counter<long> _panics;
    private readonly Counter<long> _transitions;
    private readonly Counter<long> _demotions;
    private readonly Counter<long> _refreshes;
    private readonly Counter<long> _probes;

    public AlternatorMetrics(IMeterFactory meterFactory)
    {
        var meter = meterFactory.Create(MeterName, AlternatorActivity.Version);
        Requests = new RequestMetrics(meter);
        Gauges = new ClusterGauges(meter);
        _retries = meter.CreateCounter<long>("alternator.client.retries", "{retry}", "The number of retries, by the outcome of the failed attempt.");
        _exhaustedBudgets = meter.CreateCounter<long>("alternator.client.retry_budget.exhaustions", "{request}", "The number of requests that were not retried because the retry budget was exhausted.");
        _panics = meter.CreateCounter<long>("alternator.client.panics", "{panic}", "The number of times that the cluster ran out of usable nodes.");
        _transitions = meter.CreateCounter<long>("alternator.client.node.transitions", "{transition}", "The number of changes of a node's state, by the new state.");
        _demotions = meter.CreateCounter<long>("alternator.client.node.demotions", "{demotion}", "The number of demotions of nodes that are much slower than their peers, or stuck.");
        _refreshes = meter.CreateCounter<long>("alternator.client.discovery.refreshes", "{refresh}", "The number of refreshes of the node list.");
        _probes = meter.CreateCounter<long>("alternator.client.node.probes", "{probe}", "The number of health probes.");
    }

    /// <summary>Gets the metrics of requests.</summary>
    public RequestMetrics Requests { get; }

    /// <summary>Gets the metrics that are observed on collection.</summary>
    public ClusterGauges Gauges { get; }

    public void RecordRetry(string cluster, string reason) => _retries.Add(1, new(Tag.Cluster, cluster), new(Tag.ErrorType, reason));

    public void RecordRetryBudgetExhausted(string cluster) => _exhaustedBudgets.Add(1, new KeyValuePair<string, object?>(Tag.Cluster, cluster));

    public void RecordPanic(string cluster) => _panics.Add(1, new KeyValuePair<string, object?>(Tag.Cluster, cluster));

    public void RecordNodeTransition(string cluster, AlternatorNode node, AlternatorNodeState state) => Count(_transitions, cluster, node, Tag.NodeState, Tag.GetState(state));

    public void RecordNodeDemotion(string cluster, AlternatorNode node, string reason) => Count(_demotions, cluster, node, Tag.DemotionReason, reason);

    public void RecordRefresh(string cluster, bool isSuccess)
    {
        if (isSuccess)
        {
            _refreshes.Add(1, new KeyValuePair<string, object?>(Tag.Cluster, cluster));
        }
        else
        {
            _refreshes.Add(1, new(Tag.Cluster, cluster), new(Tag.ErrorType, "unanswered"));
        }
    }

    public void RecordProbe(string cluster, AlternatorNode node, bool isSuccess) => Count(_probes, cluster, node, isSuccess ? null : Tag.ErrorType, "failed");

    private static void Count(Counter<long> counter, string cluster, AlternatorNode node, string? tag, string value)
    {
        if (!counter.Enabled)
        {
            return;
        }

        if (tag is null)
        {
            counter.Add(1, new(Tag.Cluster, cluster), new(Tag.ServerAddress, Tag.GetAddress(node.Address)), new(Tag.ServerPort, node.Address.Port));
        }
        else
        {
            counter.Add(1, new(Tag.Cluster, cluster), new(Tag.ServerAddress, Tag.GetAddress(node.Address)), new(Tag.ServerPort, node.Address.Port), new(tag, value));
        }
    }
}

/// <summary>Provides the metrics of the request path.</summary>
internal sealed class RequestMetrics(Meter meter)
{
    // The boundaries that OpenTelemetry recommends for db.client.operation.duration. Attempts use the same ones, so that the two can be compared.
    private static readonly InstrumentAdvice<double> Seconds = new() { HistogramBucketBoundaries = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10] };

    private static readonly InstrumentAdvice<int> Attempts = new() { HistogramBucketBoundaries = [1, 2, 3, 4, 5, 10] };

    private readonly Histogram<double> _requests = meter.CreateHistogram("db.client.operation.duration", "s", "The duration of requests, including all attempts.", tags: null, Seconds);

    // The metric has a tag for the node, and therefore none for the operation: a hundred nodes, ten operations and a few outcomes would exceed OpenTelemetry's limit of 2,000 streams.
    private readonly Histogram<double> _attempts = meter.CreateHistogram("alternator.client.attempt.duration", "s", "The duration of attempts, from sending to the last byte of the response.", tags: null, Seconds);

    private readonly Histogram<int> _attemptsPerRequest = meter.CreateHistogram("alternator.client.request.attempts", "{attempt}", "The number of attempts per request.", tags: null, Attempts);

    public bool IsEnabled => _requests.Enabled || _attempts.Enabled || _attemptsPerRequest.Enabled;

    public void RecordAttempt(string cluster, AlternatorNode node, string outcome, TimeSpan duration)
    {
        if (_attempts.Enabled)
        {
            _attempts.Record(
                duration.TotalSeconds,
                new TagList { { Tag.Cluster, cluster }, { Tag.ServerAddress, Tag.GetAddress(node.Address) }, { Tag.ServerPort, node.Address.Port }, { Tag.Outcome, outcome } });
        }
    }

    public void RecordRequest(string cluster, string? operation, string? errorType, TimeSpan duration, int attempts)
    {
        if (_requests.Enabled)
        {
            var tags = new TagList { { Tag.DbSystem, Tag.System }, { Tag.Cluster, cluster } };
            if (operation is not null)
            {
                tags.Add(Tag.DbOperation, operation);
            }

            if (errorType is not null)
            {
                tags.Add(Tag.ErrorType, errorType);
            }

            _requests.Record(duration.TotalSeconds, tags);
        }

        _attemptsPerRequest.Record(attempts, new KeyValuePair<string, object?>(Tag.Cluster, cluster));
    }
}
