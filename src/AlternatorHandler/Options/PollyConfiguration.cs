using Polly.CircuitBreaker;
using Polly.Retry;

namespace AlternatorHandler.Options;

/// <summary>Holds the application's callbacks that configure Polly's own options.</summary>
internal sealed class PollyConfiguration
{
    public Action<RetryStrategyOptions<HttpResponseMessage>>? ConfigureRetry { get; set; }

    public Action<CircuitBreakerStrategyOptions<HttpResponseMessage>>? ConfigureBreaker { get; set; }
}
