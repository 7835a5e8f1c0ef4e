using System.Runtime.CompilerServices;
using AlternatorHandler.Health;
using AlternatorHandler.Outcomes;
using AlternatorHandler.Protocol;
using AlternatorHandler.Requests;
using AlternatorHandler.Telemetry;

namespace AlternatorHandler;

/// <summary>Sends each request to a good node of the cluster, and to another one if that node fails.</summary>
/// <remarks>
/// It holds no state: <c>IHttpClientFactory</c> may make and drop it as it likes. The host and port of a request's address are ignored, its path and query are kept.
/// A request that is signed keeps its <c>Host</c> header and all signed headers on every attempt.
/// </remarks>
public sealed class AlternatorRoutingHandler : DelegatingHandler
{
    private readonly AlternatorCluster _cluster;
    private readonly Func<AlternatorCall, ValueTask> _attemptNext;
    private readonly Func<AlternatorCall, ValueTask> _attemptFork;

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

    // A request's state machines cost it memory, and each parameter and each local variable that lives over an await is a field of one: they hold the call, and it the rest.
    private Task<HttpResponseMessage> StartAsync(HttpRequestMessage request, bool isAsync, CancellationToken cancellationToken)
    {
        var uri = request.RequestUri ?? throw new InvalidOperationException("The request has no address.");
        var call = new AlternatorCall(request, uri, Operation.Of(request), isAsync, cancellationToken) { Host = request.Headers.Host };
        return RequestTelemetry.IsWanted(request, _cluster.Metrics) ? ObserveAsync(call) : RouteAsync(call);
    }

    private async Task<HttpResponseMessage> ObserveAsync(AlternatorCall call)
    {
        using var telemetry = call.Telemetry = new RequestTelemetry(call.Request, call.Operation.TagName, _cluster.Name, _cluster.Metrics, _cluster.TimeProvider);
        try
        {
            return await RouteAsync(call).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            telemetry.Failed(exception);
            throw;
        }
    }

    private async Task<HttpResponseMessage> RouteAsync(AlternatorCall call)
    {
        await _cluster.ReadyAsync(call.CancellationToken).ConfigureAwait(false);
        call.Started = _cluster.TimeProvider.GetTimestamp();
        call.HasTraceHeaders = TraceHeaders.AreOn(call.Request);
        _cluster.Activity.Touch(call.Started);
        _cluster.Budget.Request(call.Started);
        call.IsReplayable = await ReplayableBody.EnsureAsync(call.Request.Content, _cluster.Options.Retry.MaxBufferSize, call.CancellationToken).ConfigureAwait(false);
        call.Preferred = _cluster.KeyAffinity?.Of(call.Request, call.Operation);
        try
        {
            call.Request.Headers.Host = HostRule.HostOf(call.Request, call.Uri, _cluster.HostHeader);
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
            call.Request.RequestUri = call.Uri;
            call.Request.Headers.Host = call.Host;
            _cluster.Wire.Ended(call.Request);
        }
    }

    private ValueTask AttemptNextAsync(AlternatorCall call)
    {
        _cluster.Metrics.Retry(_cluster.Name, call.Last.Kind.Name());
        Log.AttemptFailed(_cluster.Logger, call.Failures.Count, call.Operation.Name, call.Failures[^1].Node.Name, call.Last.Reason);
        if (!call.HasTraceHeaders)
        {
            TraceHeaders.Remove(call.Request);
        }

        // That the cluster wants fewer requests is no reason to doubt a node.
        return AttemptAsync(call, PickPreferred(call) ?? _cluster.Router.PickNext(call.Operation.Name, call.Tried, mayBeDown: call.Last.Kind != AttemptKind.Throttled));
    }

    // Nearly every request makes one attempt, whose state machine is the largest thing that it would allocate: .NET keeps some for those that come.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask AttemptAsync(AlternatorCall call, AlternatorNode? usable)
    {
        var started = _cluster.TimeProvider.GetTimestamp();
        if ((usable ?? PickInPanic(call, started)) is not { } node)
        {
            throw RequestFailure.OfNothingKnown(_cluster.NodeTable);
        }

        var time = TimeOf(call, started, isDown: node.State == AlternatorNodeState.Down);
        using var cancellation = new AttemptCancellation(time.Limit, _cluster.TimeProvider, node.GoesDown, call.CancellationToken) { IsShort = time.IsShort };
        AttemptOutcome outcome;
        TimeSpan duration;
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
            var answered = _cluster.TimeProvider.GetTimestamp();
            node.Answered(answered);
            duration = _cluster.TimeProvider.GetElapsedTime(started, answered);
        }
        catch (Exception exception)
        {
            response?.Dispose();
            outcome = _cluster.OutcomeOf(exception, cancellation, node);
            duration = _cluster.TimeProvider.GetElapsedTime(started);
        }
        finally
        {
            node.EndExchange();
        }

        call.Ended(node, outcome, duration);

        // An answer to what was sent before the node went down is no news of it.
        if (outcome.Kind != AttemptKind.Answered || !cancellation.IsByNode)
        {
            _cluster.Reporter.Report(node, outcome);
        }

        LatencyRecorder.Record(node.Latency, call.Operation.LatencyClass, outcome.Kind, duration, connects);
        call.Telemetry?.Attempted(node, outcome.Kind.Name(), duration);
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

    private AttemptTime TimeOf(AlternatorCall call, long now, bool isDown)
    {
        var options = _cluster.Options;
        return AttemptTime.Of(
            isDown ? options.HealthProbe.Timeout : options.Retry.AttemptTimeout,
            options.Retry.TotalTimeout - _cluster.TimeProvider.GetElapsedTime(call.Started, now));
    }
}
