using AlternatorHandler.Protocol;

namespace AlternatorHandler.Telemetry;

/// <summary>Creates the objects that record requests, for those requests that anything listens to.</summary>
internal sealed class RequestTelemetryFactory(string clusterName, AlternatorMetrics metrics, TimeProvider timeProvider)
{
    /// <summary>Checks whether anything listens. This is all that a request costs if nothing does.</summary>
    public bool IsWanted(HttpRequestMessage request) =>
        metrics.Requests.IsEnabled || AlternatorActivity.HasListeners || AlternatorRequestCapture.Current is not null || AlternatorRequestOptions.InfoOf(request) is not null;

    public RequestTelemetry Create(HttpRequestMessage request, Operation operation) => new(request, operation.TagName, clusterName, metrics, timeProvider);
}
