using System.Runtime.CompilerServices;
using AlternatorHandler.Outcomes;
using AlternatorHandler.Protocol;
using AlternatorHandler.Requests;

namespace AlternatorHandler;

/// <summary>Sends each request to a usable node of the cluster, and to another node if that one fails.</summary>
/// <remarks>
/// <para>The handler holds no state: <c>IHttpClientFactory</c> can create and dispose it at any time.
/// The path and query of the request URI are kept; its host and port do not determine the node.
/// A signed request keeps its <c>Host</c> header and all signed headers on every attempt.</para>
/// <para><c>new HttpClient(new AlternatorRoutingHandler(cluster))</c> is a complete pipeline: it signs, compresses and trims requests as configured in
/// <see cref="AlternatorOptions"/>, and shares the connections of the cluster. If you set <see cref="DelegatingHandler.InnerHandler"/>, your handler receives each attempt
/// unchanged: the options for signing, compression, header trimming, the User-Agent, TLS and transport do not apply to it.</para>
/// </remarks>
public sealed class AlternatorRoutingHandler : DelegatingHandler
{
    private static readonly Lock Completion = new();

    private readonly RequestServices _requests;
    private readonly Func<AlternatorCall, AttemptOutcome, ValueTask<AttemptOutcome>> _attemptNext;
    private readonly Func<AlternatorCall, ValueTask<AttemptOutcome>> _attemptHedged;

    /// <summary>Initializes a new instance of the <see cref="AlternatorRoutingHandler"/> class.</summary>
    /// <param name="cluster">The cluster, resolved from the service provider.</param>
    /// <exception cref="ArgumentNullException"><paramref name="cluster"/> is <see langword="null"/>.</exception>
    public AlternatorRoutingHandler(IAlternatorCluster cluster)
        : this((cluster ?? throw new ArgumentNullException(nameof(cluster))).Requests)
    {
    }

    internal AlternatorRoutingHandler(RequestServices requests)
    {
        _requests = requests;
        _attemptNext = AttemptNextAsync;
        _attemptHedged = call => AttemptAsync(call, _requests.Planner.ChooseHedged(call));
    }

    /// <inheritdoc />
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        StartAsync(request, isAsync: true, cancellationToken);

    /// <inheritdoc />
    /// <remarks>Blocks the calling thread until the request is complete, including the delays between retries.</remarks>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
#pragma warning disable RS0030 // Send is synchronous by contract. All asynchronous code below it runs without a synchronization context, so it cannot wait for this thread.
        StartAsync(request, isAsync: false, cancellationToken).GetAwaiter().GetResult();
#pragma warning restore RS0030

    // Each request allocates state machines, and each parameter or local variable that lives across an await is a field of one. They hold only the call, which holds the rest.
    private Task<HttpResponseMessage> StartAsync(HttpRequestMessage request, bool isAsync, CancellationToken cancellationToken)
    {
        var uri = request.RequestUri ?? throw new InvalidOperationException("The request must have a RequestUri.");
        if (InnerHandler is null)
        {
            CompletePipeline();
        }

        var call = new AlternatorCall(request, uri, Operation.FromRequest(request), isAsync, cancellationToken) { Host = request.Headers.Host };
        return _requests.Telemetry.IsEnabled(request) ? ObserveAsync(call) : RouteAsync(call);
    }

    private async Task<HttpResponseMessage> ObserveAsync(AlternatorCall call)
    {
        using var telemetry = _requests.Telemetry.Create(call.Request, call.Operation);
        call.Telemetry = telemetry;
        try
        {
            return await RouteAsync(call).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            telemetry.RecordFailure(exception);
            throw;
        }
    }

    private async Task<HttpResponseMessage> RouteAsync(AlternatorCall call)
    {
        await _requests.Readiness.WaitAsync(call.CancellationToken).ConfigureAwait(false);
        await _requests.Preparation.PrepareAsync(call).ConfigureAwait(false);
        try
        {
            var outcome = _requests.Hedging is { } hedging && hedging.ShouldHedge(call)
                ? await hedging.ExecuteAsync(call, _attemptHedged).ConfigureAwait(false)
                : await AttemptAsync(call, _requests.Planner.ChooseFirst(call)).ConfigureAwait(false);
            if (outcome.Kind != AlternatorAttemptOutcome.Answered)
            {
                outcome = await _requests.Failover.ContinueAsync(call, outcome, _attemptNext).ConfigureAwait(false);
            }

            return _requests.Completion.Complete(call, outcome);
        }
        finally
        {
            _requests.Preparation.Restore(call);
        }
    }

    private ValueTask<AttemptOutcome> AttemptNextAsync(AlternatorCall call, AttemptOutcome failed)
    {
        _requests.Attempts.RecordRetry(call, failed);
        return AttemptAsync(call, _requests.Planner.ChooseNext(call, failed.Kind));
    }

    // Nearly every request makes one attempt, whose state machine would be its largest allocation. This builder reuses state machines.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<AttemptOutcome> AttemptAsync(AlternatorCall call, AlternatorNode node)
    {
        using var attempt = _requests.Attempts.Begin(call, node);
        HttpResponseMessage? response = null;
        AttemptOutcome outcome;
        try
        {
            // Not in a separate method, which would allocate another state machine of 240 bytes for each request.
            response = call.IsAsync
                ? await base.SendAsync(call.Request, attempt.Token).ConfigureAwait(false)
                : base.Send(call.Request, attempt.Token);
            await ResponseBuffer.LoadAsync(response, _requests.Options.Current.Retry.MaxBufferSize, call.IsAsync, attempt.Token).ConfigureAwait(false);
            outcome = await OutcomeClassifier.FromResponseAsync(response, attempt.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            response?.Dispose();
            outcome = _requests.Attempts.Classify(exception, attempt);
        }

        return _requests.Attempts.End(call, attempt, outcome);
    }

    // Not in the constructor: IHttpClientFactory requires handlers whose InnerHandler is not set.
    private void CompletePipeline()
    {
        lock (Completion)
        {
            InnerHandler ??= _requests.CreatePipeline();
        }
    }
}
