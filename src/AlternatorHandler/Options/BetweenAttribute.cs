using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace AlternatorHandler.Options;

/// <summary>Bounds of a number or a duration. Unlike <see cref="RangeAttribute"/> it needs no reflection for durations, and its message prints the value.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class BetweenAttribute : ValidationAttribute
{
    private readonly IComparable _minimum;
    private readonly IComparable _maximum;

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
        _minimum = minimum;
        _maximum = maximum;
    }

    public IComparable Minimum => _minimum;

    public IComparable Maximum => _maximum;

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        // Written so that NaN, which compares below everything, is refused as well.
        if (value is null || (_minimum.CompareTo(value) <= 0 && _maximum.CompareTo(value) >= 0))
        {
            return ValidationResult.Success;
        }

        return new ValidationResult(string.Create(
            CultureInfo.InvariantCulture,
            $"{OptionPath.Of(validationContext)} ({value}) must be between {_minimum} and {_maximum}."));
    }
}

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
