using System.ComponentModel.DataAnnotations;

namespace AlternatorHandler.Options;

/// <summary>The path of an option as a user writes it in configuration: <c>Retry:MaxAttempts</c>.</summary>
internal static class OptionPath
{
    public static string Of(ValidationContext context) => context.ObjectInstance switch
    {
        AlternatorDiscoveryOptions => $"Discovery:{context.MemberName}",
        AlternatorRetryOptions => $"Retry:{context.MemberName}",
        AlternatorCircuitBreakerOptions => $"CircuitBreaker:{context.MemberName}",
        AlternatorHealthProbeOptions => $"HealthProbe:{context.MemberName}",
        AlternatorKeyAffinityOptions => $"KeyAffinity:{context.MemberName}",
        AlternatorHedgingOptions => $"Hedging:{context.MemberName}",
        RoutingScope => $"Scopes:{context.MemberName}",
        AlternatorRequestCompressionOptions => $"RequestCompression:{context.MemberName}",
        AlternatorUserAgentOptions => $"UserAgent:{context.MemberName}",
        AlternatorTlsOptions => $"Tls:{context.MemberName}",
        AlternatorTransportOptions => $"Transport:{context.MemberName}",
        _ => context.MemberName ?? context.DisplayName,
    };
}
