using System.Diagnostics;
using AlternatorHandler.Protocol;

namespace AlternatorHandler.Telemetry;

/// <summary>Watches one request for those who listen. While nobody does, there is none.</summary>
internal sealed class RequestTelemetry : IDisposable
{
    private readonly string _cluster;
    private readonly string? _operation;
    private readonly AlternatorMetrics _metrics;
    private readonly TimeProvider _timeProvider;
    private readonly long _started;
    private readonly Activity? _activity;
    private readonly AlternatorRequestCapture? _capture;
    private readonly AlternatorRequestInfo? _info;

    // Of a hedged read two attempts may end at once.
    private readonly Lock _lock = new();
    private readonly List<AlternatorAttemptInfo>? _attempts;
    private int _count;
    private string? _lastOutcome;

    private AlternatorNode? _node;
    private string? _errorType;
    private string? _message;

    /// <param name="request">The request.</param>
    /// <param name="operation">Its operation, as tags name it.</param>
    /// <param name="cluster">The name of its cluster.</param>
    /// <param name="metrics">Where it is measured.</param>
    /// <param name="timeProvider">The cluster's time.</param>
    public RequestTelemetry(HttpRequestMessage request, string? operation, string cluster, AlternatorMetrics metrics, TimeProvider timeProvider)
    {
        _cluster = cluster;
        _operation = operation;
        _metrics = metrics;
        _timeProvider = timeProvider;
        _capture = AlternatorRequestCapture.Current;
        _info = AlternatorRequestOptions.InfoOf(request) ?? (_capture is null ? null : new AlternatorRequestInfo());
        _attempts = _info is null ? null : [];
        _started = timeProvider.GetTimestamp();
        _activity = AlternatorActivity.HasListeners ? AlternatorActivity.Start(operation, cluster) : null;
    }

    public void Attempted(AlternatorNode node, string outcome, TimeSpan duration)
    {
        lock (_lock)
        {
            _count++;
            _lastOutcome = outcome;
            _attempts?.Add(new AlternatorAttemptInfo(node.Address, node.Datacenter, node.Rack, outcome, duration));
        }

        _metrics.Requests.Attempted(_cluster, node, outcome, duration);
        AlternatorActivity.Attempted(_activity, node, outcome, duration);
    }

    /// <summary>The caller gets a reply.</summary>
    public void Answered(AlternatorNode? node, string? errorType)
    {
        _node = node;
        _errorType = errorType;
    }

    /// <summary>The caller gets an exception.</summary>
    public void Failed(Exception exception)
    {
        _errorType = exception is OperationCanceledException ? "cancelled" : _lastOutcome ?? exception.GetType().FullName;
        _message = exception.Message;
        _node = null;
    }

    public void Dispose()
    {
        var duration = _timeProvider.GetElapsedTime(_started);
        _metrics.Requests.Ended(_cluster, _operation, _errorType, duration, _count);
        AlternatorActivity.Ended(_activity, _node, _errorType, _message);
        _activity?.Dispose();
        if (_info is not null)
        {
            _info.Set(_cluster, _operation, _node, [.. _attempts!], duration, _errorType);
            _capture?.Add(_info);
        }
    }
}

/// <summary>Creates the objects that record requests, for those requests that anything listens to.</summary>
internal sealed class RequestTelemetryFactory(string clusterName, AlternatorMetrics metrics, TimeProvider timeProvider)
{
    /// <summary>Checks whether anything listens. This is all that a request costs if nothing does.</summary>
    public bool IsWanted(HttpRequestMessage request) =>
        metrics.Requests.IsEnabled || AlternatorActivity.HasListeners || AlternatorRequestCapture.Current is not null || AlternatorRequestOptions.InfoOf(request) is not null;

    public RequestTelemetry Create(HttpRequestMessage request, Operation operation) => new(request, operation.TagName, clusterName, metrics, timeProvider);
}
