using AlternatorHandler.Options;
using AlternatorHandler.Telemetry;
using AlternatorHandler.Wire;

namespace AlternatorHandler.Requests;

/// <summary>Holds what a routing handler needs to send requests to a cluster.</summary>
internal sealed class RequestServices(
    IRequestGate gate,
    LiveOptions options,
    RequestPreparation preparation,
    AttemptPlanner planner,
    AttemptTracker attempts,
    FailoverPipeline failover,
    HedgingSwitch hedging,
    RequestCompletion completion,
    RequestTelemetryFactory telemetry,
    WirePipeline wire,
    HttpMessageHandler transport)
{
    public IRequestGate Gate => gate;

    public LiveOptions Options => options;

    public RequestPreparation Preparation => preparation;

    public AttemptPlanner Planner => planner;

    public AttemptTracker Attempts => attempts;

    public FailoverPipeline Failover => failover;

    public HedgingSwitch Hedging => hedging;

    public RequestCompletion Completion => completion;

    public RequestTelemetryFactory Telemetry => telemetry;

    /// <summary>Creates the handlers below a routing handler, the outermost first.</summary>
    public IEnumerable<DelegatingHandler> CreateHandlers() => wire.CreateHandlers();

    /// <summary>Creates a handler that sends over the connections of the cluster.</summary>
    public HttpMessageHandler CreateTransport() => new SharedTransport(transport);

    /// <summary>Creates the chain of <see cref="CreateHandlers"/>, with the transport at its end.</summary>
    public HttpMessageHandler CreatePipeline()
    {
        var inner = CreateTransport();
        foreach (var handler in CreateHandlers().Reverse())
        {
            handler.InnerHandler = inner;
            inner = handler;
        }

        return inner;
    }
}

/// <summary>Holds requests back until the cluster has nodes to send them to.</summary>
internal interface IRequestGate
{
    /// <summary>Waits until requests can be sent. Completes synchronously, without an allocation, once they can.</summary>
    ValueTask WaitAsync(CancellationToken cancellationToken);
}
