using System.Net;
using Polly;
using Polly.CircuitBreaker;

namespace AlternatorHandler.Rigs.Simulation.Clients;

/// <summary>Polly's circuit breaker around each attempt on a node, as its documentation shows it. After the break one request tries whether the node is back.</summary>
internal sealed class PollyBreaker : INodeGuard
{
    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline;

    private PollyBreaker(TimeProvider timeProvider) =>
        _pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = timeProvider }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpResponseMessage>
            {
                FailureRatio = 0.5,
                MinimumThroughput = 5,
                SamplingDuration = TimeSpan.FromSeconds(10),
                BreakDuration = TimeSpan.FromSeconds(5),
                ShouldHandle = static args => new ValueTask<bool>(args.Outcome.Exception is not null || args.Outcome.Result?.StatusCode >= HttpStatusCode.InternalServerError),
            })
            .Build();

    public static INodeGuard Create(TimeProvider timeProvider) => new PollyBreaker(timeProvider);

    public async Task<HttpResponseMessage?> AttemptAsync(Func<Task<HttpResponseMessage>> attempt)
    {
        try
        {
            return await _pipeline.ExecuteAsync(async _ => await attempt().ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (BrokenCircuitException)
        {
            return null;
        }
    }
}
