using AlternatorHandler.Loops;
using AlternatorHandler.Options;
using AlternatorHandler.Telemetry;
using AlternatorHandler.Wire;

namespace AlternatorHandler.Requests;

/// <summary>Holds the services that a routing handler uses to send requests to a cluster.</summary>
internal sealed class RequestServices(
    Readiness readiness,
    LiveOptions options,
    RequestPreparation preparation,
    AttemptPlanner planner,
    AttemptTracker attempts,
    FailoverPipeline failover,
    HedgingPipeline? hedging,
    RequestCompletion completion,
    RequestTelemetryFactory telemetry,
    WirePipeline wire,
    HttpMessageHandler transport)
{
    private HedgingPipeline? _hedging = hedging;

    public Readiness Readiness => readiness;

    public LiveOptions Options => options;

    public RequestPreparation Preparation => preparation;

    public AttemptPlanner Planner => planner;

    public AttemptTracker Attempts => attempts;

    public FailoverPipeline Failover => failover;

    /// <summary>Gets or sets the hedging pipeline, or <see langword="null"/> if reads are not hedged. Setting it applies from the next request on.</summary>
    public HedgingPipeline? Hedging
    {
        get => Volatile.Read(ref _hedging);
        set => Volatile.Write(ref _hedging, value);
    }

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
