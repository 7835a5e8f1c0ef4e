using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace AlternatorHandler.Telemetry;

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

    public void Attempted(string cluster, AlternatorNode node, string outcome, TimeSpan duration)
    {
        if (_attempts.Enabled)
        {
            _attempts.Record(
                duration.TotalSeconds,
                new TagList { { Tag.Cluster, cluster }, { Tag.ServerAddress, Tag.AddressOf(node.Address) }, { Tag.ServerPort, node.Address.Port }, { Tag.Outcome, outcome } });
        }
    }

    public void Ended(string cluster, string? operation, string? errorType, TimeSpan duration, int attempts)
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
