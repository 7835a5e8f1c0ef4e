using AlternatorHandler.Options;
using AlternatorHandler.Telemetry;
using AlternatorHandler.Wire;

namespace AlternatorHandler.Requests;

/// <summary>Holds the services that a routing handler uses to send requests to a cluster.</summary>
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

    /// <summary>Creates the handlers below a routing handler, outermost first.</summary>
    public IEnumerable<DelegatingHandler> CreateHandlers() => wire.CreateHandlers();

    /// <summary>Creates a handler that uses the connections of the cluster.</summary>
    public HttpMessageHandler CreateTransport() => new SharedTransport(transport);

    /// <summary>Creates the handlers of <see cref="CreateHandlers"/> as a chain that ends with the transport.</summary>
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

/// <summary>Delays requests until the cluster has nodes to send them to.</summary>
internal interface IRequestGate
{
    /// <summary>Waits until requests can be sent. Completes synchronously, without an allocation, once they can.</summary>
    ValueTask WaitAsync(CancellationToken cancellationToken);
}
