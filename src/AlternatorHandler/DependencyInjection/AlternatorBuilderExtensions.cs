using AlternatorHandler;
using AlternatorHandler.Options;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Provides extension methods for settings of a cluster that <see cref="AlternatorOptions"/> does not include.</summary>
public static class AlternatorBuilderExtensions
{
    /// <summary>Configures Polly's own options for the retry that moves a failed request to the next node.</summary>
    /// <param name="builder">The builder of the cluster.</param>
    /// <param name="configure">
    /// The callback, which receives the options created from <see cref="AlternatorRetryOptions"/>.
    /// It overrides the library's settings, including its protection against repeating non-idempotent writes.
    /// </param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="configure"/> is <see langword="null"/>.</exception>
    public static IAlternatorBuilder ConfigureRetry(this IAlternatorBuilder builder, Action<RetryStrategyOptions<HttpResponseMessage>> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.Configure<PollyConfiguration>(builder.Name, polly => polly.ConfigureRetry += configure);
        return builder;
    }

    /// <summary>Configures Polly's own options for the circuit breaker of each node.</summary>
    /// <param name="builder">The builder of the cluster.</param>
    /// <param name="configure">
    /// The callback, which receives the options created from <see cref="AlternatorCircuitBreakerOptions"/>.
    /// It is called once when the cluster is created, to validate its settings, and for each node after the first attempt on it.
    /// </param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="configure"/> is <see langword="null"/>.</exception>
    public static IAlternatorBuilder ConfigureCircuitBreaker(this IAlternatorBuilder builder, Action<CircuitBreakerStrategyOptions<HttpResponseMessage>> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.Configure<PollyConfiguration>(builder.Name, polly => polly.ConfigureBreaker += configure);
        return builder;
    }
}
