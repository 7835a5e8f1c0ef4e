using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace AlternatorHandler.Options;

/// <summary>
/// Specifies the bounds of a number or a duration. Unlike <see cref="RangeAttribute"/>, it does not use reflection for durations, and its message contains the value.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class BetweenAttribute : ValidationAttribute
{
    public BetweenAttribute(string minimum, string maximum)
        : this(TimeSpan.Parse(minimum, CultureInfo.InvariantCulture), TimeSpan.Parse(maximum, CultureInfo.InvariantCulture))
    {
    }

    public BetweenAttribute(int minimum, int maximum)
        : this((IComparable)minimum, maximum)
    {
    }

    public BetweenAttribute(double minimum, double maximum)
        : this((IComparable)minimum, maximum)
    {
    }

    private BetweenAttribute(IComparable minimum, IComparable maximum)
    {
        Minimum = minimum;
        Maximum = maximum;
    }

    public IComparable Minimum { get; }

    public IComparable Maximum { get; }

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        // Both comparisons must hold, so that NaN, which compares as less than every number, is also invalid.
        if (value is null || (Minimum.CompareTo(value) <= 0 && Maximum.CompareTo(value) >= 0))
        {
            return ValidationResult.Success;
        }

        return new ValidationResult(string.Create(
            CultureInfo.InvariantCulture,
            $"{OptionPath.Get(validationContext)} ({value}) must be between {Minimum} and {Maximum}."));
    }
}

/// <summary>Provides the path of an option in configuration, such as <c>Retry:MaxAttempts</c>.</summary>
internal static class OptionPath
{
    public static string Get(ValidationContext context) => context.ObjectInstance switch
    {
        AlternatorDiscoveryOptions => $"Discovery:{context.MemberName}",
        AlternatorRetryOptions => $"Retry:{context.MemberName}",
        AlternatorCircuitBreakerOptions => $"CircuitBreaker:{context.MemberName}",
        AlternatorHealthProbeOptions => $"HealthProbe:{context.MemberName}",
        AlternatorKeyAffinityOptions => $"KeyAffinity:{context.MemberName}",
        AlternatorHedgingOptions => $"Hedging:{context.MemberName}",
        AlternatorRoutingScope => $"Scopes:{context.MemberName}",
        AlternatorRequestCompressionOptions => $"RequestCompression:{context.MemberName}",
        AlternatorUserAgentOptions => $"UserAgent:{context.MemberName}",
        AlternatorTlsOptions => $"Tls:{context.MemberName}",
        AlternatorTransportOptions => $"Transport:{context.MemberName}",
        _ => context.MemberName ?? context.DisplayName,
    };
}
