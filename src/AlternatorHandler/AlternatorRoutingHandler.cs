using AlternatorHandler.Resilience;
using AlternatorHandler.Resilience.Outcomes;
using AlternatorHandler.Routing;
using AlternatorHandler.Telemetry;
using AlternatorHandler.Telemetry.Requests;
using AlternatorHandler.Wire.Headers;

namespace AlternatorHandler;

/// <summary>Sends each request to a good node of the cluster, and to another one if that node fails.</summary>
/// <remarks>
/// It holds no state: <c>IHttpClientFactory</c> may make and drop it as it likes. The host and port of a request's address are ignored, its path and query are kept.
/// A request that is signed keeps its <c>Host</c> header and all signed headers on every attempt.
/// </remarks>
public sealed class AlternatorRoutingHandler : DelegatingHandler
{
    private readonly AlternatorCluster _cluster;
    private readonly Func<AlternatorCall, ValueTask<AttemptOutcome>> _attemptNext;
    private readonly Func<AlternatorCall, ValueTask<AttemptOutcome>> _attemptFork;

    /// <summary>Initializes a new instance of the <see cref="AlternatorRoutingHandler"/> class.</summary>
    /// <param name="cluster">The cluster that requests are sent to, as the service provider has it.</param>
    /// <exception cref="ArgumentException"><paramref name="cluster"/> was not made by <c>AddAlternatorLoadBalancing</c>.</exception>
    public AlternatorRoutingHandler(IAlternatorCluster cluster)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        _cluster = cluster as AlternatorCluster ?? throw new ArgumentException("The cluster must be the one that AddAlternatorLoadBalancing registers.", nameof(cluster));
        _attemptNext = AttemptNextAsync;
        _attemptFork = call => AttemptAsync(call, _cluster.Router.PickNext(call.Operation.Name, call.Tried));
    }

    /// <inheritdoc />
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        StartAsync(request, isAsync: true, cancellationToken);

    /// <inheritdoc />
    /// <remarks>The thread is blocked while a retry waits for its delay, as it is while the node works.</remarks>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
#pragma warning disable RS0030 // Send is synchronous by contract. All that is asynchronous below it runs without a context, so nothing can wait for this thread.
        StartAsync(request, isAsync: false, cancellationToken).GetAwaiter().GetResult();
#pragma warning restore RS0030

    private Task<HttpResponseMessage> StartAsync(HttpRequestMessage request, bool isAsync, CancellationToken cancellationToken) =>
        RequestTelemetry.IsWanted(request, _cluster.Metrics)
            ? ObserveAsync(request, isAsync, cancellationToken)
            : RouteAsync(request, telemetry: null, isAsync, cancellationToken);

    private async Task<HttpResponseMessage> ObserveAsync(HttpRequestMessage request, bool isAsync, CancellationToken cancellationToken)
    {
        using var telemetry = new RequestTelemetry(request, Operation.Of(request).TagName, _cluster.Name, _cluster.Metrics, _cluster.TimeProvider);
        try
        {
            return await RouteAsync(request, telemetry, isAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            telemetry.Failed(exception);
            throw;
        }
    }

    private async Task<HttpResponseMessage> RouteAsync(HttpRequestMessage request, RequestTelemetry? telemetry, bool isAsync, CancellationToken cancellationToken)
    {
        if (request.RequestUri is null)
        {
            throw new InvalidOperationException("The request has no address.");
        }

        var host = request.Headers.Host;
        await _cluster.ReadyAsync(cancellationToken).ConfigureAwait(false);

        // What is needed after an await is taken from the call: each local variable that lives on is a field of a state machine for each request.
        var call = new AlternatorCall(request, request.RequestUri, Operation.Of(request), _cluster.TimeProvider.GetTimestamp(), isAsync, cancellationToken)
        {
            Telemetry = telemetry,
            HasTraceHeaders = TraceHeaders.AreOn(request),
        };
        _cluster.Activity.Touch(call.Started);
        _cluster.Budget.Request(call.Started);
        call.IsReplayable = await ReplayableBody.EnsureAsync(request.Content, _cluster.Options.Retry.MaxBufferSize, cancellationToken).ConfigureAwait(false);
        call.Preferred = _cluster.KeyAffinity?.Of(request, call.Operation);
        try
        {
            request.Headers.Host = HostRule.HostOf(request, call.Uri, _cluster.HostHeader);
            if (_cluster.Hedging is { } hedging && hedging.Applies(call))
            {
                await hedging.ExecuteAsync(call, _attemptFork).ConfigureAwait(false);
            }
            else
            {
                await AttemptAsync(call, PickPreferred(call) ?? _cluster.Router.PickFirst(call.Operation.Name)).ConfigureAwait(false);
            }

            if (call.Last.Kind != AttemptKind.Answered)
            {
                await _cluster.Failover.ContinueAsync(call, _attemptNext).ConfigureAwait(false);
            }

            return Result(call);
        }
        finally
        {
            request.RequestUri = call.Uri;
            request.Headers.Host = host;
            _cluster.Wire.Ended(request);
        }
    }

    private ValueTask<AttemptOutcome> AttemptNextAsync(AlternatorCall call)
    {
        _cluster.Metrics.Retry(_cluster.Name, call.Last.Kind.Name());
        Log.AttemptFailed(_cluster.Logger, call.Failures.Count, call.Operation.Name, call.Failures[^1].Node.Name, call.Last.Reason);
        if (!call.HasTraceHeaders)
        {
            TraceHeaders.Remove(call.Request);
        }

        return AttemptAsync(call, PickPreferred(call) ?? _cluster.Router.PickNext(call.Operation.Name, call.Tried));
    }

    private async ValueTask<AttemptOutcome> AttemptAsync(AlternatorCall call, AlternatorNode? usable)
    {
        var started = _cluster.TimeProvider.GetTimestamp();
        if ((usable ?? PickInPanic(call, started)) is not { } node)
        {
            throw RequestFailure.OfNothingKnown(_cluster.NodeTable);
        }

        var time = TimeOf(call, isPanic: usable is null);
        using var cancellation = new AttemptCancellation(time.Limit, _cluster.TimeProvider, node.GoesDown, call.CancellationToken) { IsShort = time.IsShort };
        AttemptOutcome outcome;
        HttpResponseMessage? response = null;
        call.Node = node;
        var connects = node.Latency.Connects;
        node.BeginExchange(started);
        try
        {
            call.Request.RequestUri = node.UriFor(call.Uri);

            // Not a method of its own: it would be another state machine of 240 bytes for each request.
            response = call.IsAsync
                ? await base.SendAsync(call.Request, cancellation.Token).ConfigureAwait(false)
                : base.Send(call.Request, cancellation.Token);
            await ReplyBuffer.LoadAsync(response, _cluster.Options.Retry.MaxBufferSize, call.IsAsync, cancellation.Token).ConfigureAwait(false);
            outcome = await OutcomeClassifier.OfResponseAsync(response, cancellation.Token).ConfigureAwait(false);
            node.Answered(_cluster.TimeProvider.GetTimestamp());
        }
        catch (Exception exception)
        {
            response?.Dispose();
            outcome = _cluster.OutcomeOf(exception, cancellation, node);
        }
        finally
        {
            node.EndExchange();
        }

        var duration = _cluster.TimeProvider.GetElapsedTime(started);
        call.Ended(node, outcome, duration);

        // An answer to what was sent before the node went down is no news of it.
        if (outcome.Kind != AttemptKind.Answered || !cancellation.IsByNode)
        {
            _cluster.Reporter.Report(node, outcome);
        }

        LatencyRecorder.Record(node.Latency, call.Operation.LatencyClass, outcome.Kind, duration, connects);
        call.Telemetry?.Attempted(node, outcome.Kind.Name(), duration);
        return outcome;
    }

    private HttpResponseMessage Result(AlternatorCall call)
    {
        if (call.Last.Response is not null)
        {
            call.Telemetry?.Answered(call.Node, ErrorTypes.Of(call.Last));
        }

        if (call.Last.Kind == AttemptKind.Answered)
        {
            if (call.Preferred is not null)
            {
                _cluster.KeyAffinity?.Refused(call.Request, call.Last.Reason);
            }

            return call.Last.Response!;
        }

        if (call.CancellationToken.IsCancellationRequested)
        {
            call.Last.Response?.Dispose();
            throw new OperationCanceledException(call.CancellationToken);
        }

        _cluster.SdkRetries.Failed(call.Request);
        return call.Last.Response ?? throw RequestFailure.Of(call, _cluster.NodeTable.Current, _cluster.TimeProvider);
    }

    private AlternatorNode? PickPreferred(AlternatorCall call) => call.Preferred is { } preferred ? _cluster.Router.PickPreferred(preferred, call.Tried) : null;

    private AlternatorNode? PickInPanic(AlternatorCall call, long now)
    {
        call.PanicSince = call.PanicSince == 0 ? now : call.PanicSince;
        return _cluster.Router.PickInPanic(call.Tried);
    }

    private AttemptTime TimeOf(AlternatorCall call, bool isPanic)
    {
        var options = _cluster.Options;
        return AttemptTime.Of(
            isPanic ? options.HealthProbe.Timeout : options.Retry.AttemptTimeout,
            options.Retry.TotalTimeout - _cluster.TimeProvider.GetElapsedTime(call.Started));
    }
}
