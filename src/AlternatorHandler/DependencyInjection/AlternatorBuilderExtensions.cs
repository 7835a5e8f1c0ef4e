using AlternatorHandler;
using AlternatorHandler.Options;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Changes what the options do not cover.</summary>
public static class AlternatorBuilderExtensions
{
    /// <summary>Changes Polly's own options of the retry that moves a failed request to the next node.</summary>
    /// <param name="builder">The cluster.</param>
    /// <param name="configure">Gets the options as <see cref="AlternatorRetryOptions"/> made them. What it sets rules, the protection of writes included.</param>
    /// <returns>The same builder.</returns>
    public static IAlternatorBuilder ConfigureRetry(this IAlternatorBuilder builder, Action<RetryStrategyOptions<HttpResponseMessage>> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.Configure<PollyConfiguration>(builder.Name, resilience => resilience.ConfigureRetry += configure);
        return builder;
    }

    /// <summary>Changes Polly's own options of the circuit breaker of each node.</summary>
    /// <param name="builder">The cluster.</param>
    /// <param name="configure">Called once at start, to check what it sets, and for each node after its first attempt; gets the options as <see cref="AlternatorCircuitBreakerOptions"/> made them.</param>
    /// <returns>The same builder.</returns>
    public static IAlternatorBuilder ConfigureCircuitBreaker(this IAlternatorBuilder builder, Action<CircuitBreakerStrategyOptions<HttpResponseMessage>> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.Configure<PollyConfiguration>(builder.Name, resilience => resilience.ConfigureBreaker += configure);
        return builder;
    }
}
