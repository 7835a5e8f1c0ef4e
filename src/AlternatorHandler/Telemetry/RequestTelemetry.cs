using System.Diagnostics;
using AlternatorHandler.Outcomes;
using AlternatorHandler.Protocol;

namespace AlternatorHandler.Telemetry;

/// <summary>Records one request for metrics, spans and captures. It is created only if at least one of them is in use.</summary>
internal sealed class RequestTelemetry : IDisposable
{
    private static bool _isObserved;

    private readonly string _cluster;
    private readonly string? _operation;
    private readonly AlternatorMetrics _metrics;
    private readonly TimeProvider _timeProvider;
    private readonly long _started;
    private readonly Activity? _activity;
    private readonly AlternatorRequestCapture? _capture;
    private readonly AlternatorRequestInfo? _info;

    // Two attempts of a hedged read may end at the same time.
    private readonly Lock _lock = new();
    private readonly List<AlternatorAttemptInfo>? _attempts;
    private int _count;
    private string? _lastOutcome;

    private AlternatorNode? _node;
    private string? _errorType;
    private string? _message;

    /// <summary>Initializes a new instance of the <see cref="RequestTelemetry"/> class, and starts the span.</summary>
    /// <param name="request">The request.</param>
    /// <param name="operation">The name of the operation in tags.</param>
    /// <param name="cluster">The name of the cluster.</param>
    /// <param name="metrics">The metrics.</param>
    /// <param name="timeProvider">The time source of the cluster.</param>
    public RequestTelemetry(HttpRequestMessage request, string? operation, string cluster, AlternatorMetrics metrics, TimeProvider timeProvider)
    {
        _cluster = cluster;
        _operation = operation;
        _metrics = metrics;
        _timeProvider = timeProvider;
        _capture = AlternatorRequestCapture.Current;
        _info = AlternatorRequestKeys.GetInfo(request) ?? (_capture is null ? null : new AlternatorRequestInfo());
        _attempts = _info is null ? null : [];
        _started = timeProvider.GetTimestamp();
        _activity = AlternatorActivity.HasListeners ? AlternatorActivity.Start(operation, cluster) : null;
    }

    /// <summary>Gets a value indicating whether the application ever used a capture or the key of request information. Until then, requests do not look for them.</summary>
    public static bool IsObserved => Volatile.Read(ref _isObserved);

    public static void Observe() => Volatile.Write(ref _isObserved, true);

    public void RecordAttempt(AlternatorNode node, AlternatorAttemptOutcome outcome, TimeSpan duration)
    {
        lock (_lock)
        {
            _count++;
            _lastOutcome = outcome.GetName();
            _attempts?.Add(new AlternatorAttemptInfo { Node = node.Address, Datacenter = node.Datacenter, Rack = node.Rack, Outcome = outcome, Duration = duration });
        }

        _metrics.Requests.RecordAttempt(_cluster, node, outcome.GetName(), duration);
        AlternatorActivity.AddAttempt(_activity, node, outcome.GetName(), duration);
    }

    /// <summary>Records that the caller gets a response.</summary>
    public void RecordResponse(AlternatorNode? node, string? errorType)
    {
        _node = node;
        _errorType = errorType;
    }

    /// <summary>Records that the caller gets an exception.</summary>
    public void RecordFailure(Exception exception)
    {
        _errorType = exception is OperationCanceledException ? "cancelled" : _lastOutcome ?? exception.GetType().FullName;
        _message = exception.Message;
        _node = null;
    }

    public void Dispose()
    {
        var duration = _timeProvider.GetElapsedTime(_started);
        _metrics.Requests.RecordRequest(_cluster, _operation, _errorType, duration, _count);
        AlternatorActivity.RecordResult(_activity, _node, _errorType, _message);
        _activity?.Dispose();
        if (_info is not null)
        {
            _info.Set(_cluster, _operation, _node, [.. _attempts!], duration, _errorType);
            _capture?.Add(_info);
        }
    }
}

/// <summary>Creates the objects that record requests, if metrics, spans or captures are in use.</summary>
internal sealed class RequestTelemetryFactory(string clusterName, AlternatorMetrics metrics, TimeProvider timeProvider)
{
    /// <summary>Determines whether metrics, spans or captures are in use for a request. If not, this check is the only cost.</summary>
    public bool IsEnabled(HttpRequestMessage request) =>
        metrics.Requests.IsEnabled || AlternatorActivity.HasListeners || (RequestTelemetry.IsObserved && (AlternatorRequestCapture.Current is not null || AlternatorRequestKeys.GetInfo(request) is not null));

    public RequestTelemetry Create(HttpRequestMessage request, Operation operation) => new(request, operation.TagName, clusterName, metrics, timeProvider);
}
