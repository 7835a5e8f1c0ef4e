using System.Globalization;
using System.Security.Authentication;

namespace AlternatorHandler.Options.Configuration;

/// <summary>Lists all options that configuration can set, and specifies which of them can change at run time. Options that only code can set are not included.</summary>
internal static class OptionCatalog
{
    public static IReadOnlyList<OptionEntry> All { get; } =
    [
        OptionEntry.Address("Seeds:*", options => string.Join(' ', options.Seeds)).AsLive(),
        OptionEntry.Text("Scopes:*:Datacenter", options => string.Join(' ', options.Scopes)).AsLive(),
        OptionEntry.Text("Scopes:*:Rack", options => string.Join(' ', options.Scopes)).AsLive(),
        OptionEntry.Count("Scopes:*:MinUsableNodes", options => string.Join(' ', options.Scopes.Select(scope => scope.MinUsableNodes))).AsLive(),
        OptionEntry.Ratio("Scopes:*:MinUsableShare", options => string.Join(' ', options.Scopes.Select(scope => scope.MinUsableShare))).AsLive(),
        OptionEntry.Text("LoadBalancingPolicy", options => options.LoadBalancingPolicy).AsLive(),
        OptionEntry.Text("HostHeader", options => options.HostHeader),
        OptionEntry.Text("Credentials:User", options => options.Credentials?.User),
        OptionEntry.Text("Credentials:Secret", options => options.Credentials?.Secret),
        OptionEntry.Text("Credentials:SessionToken", options => options.Credentials?.SessionToken),
        OptionEntry.Text("SigningRegion", options => options.SigningRegion),
        OptionEntry.Choice("RetryWrites", options => options.RetryWrites).AsLive(),
        OptionEntry.Flag("Discovery:Enabled", options => options.Discovery.Enabled),
        OptionEntry.Time("Discovery:RefreshInterval", options => options.Discovery.RefreshInterval).AsLive(),
        OptionEntry.Time("Discovery:IdleRefreshInterval", options => options.Discovery.IdleRefreshInterval).AsLive(),
        OptionEntry.Time("Discovery:Timeout", options => options.Discovery.Timeout).AsLive(),
        OptionEntry.Time("Discovery:InitialTimeout", options => options.Discovery.InitialTimeout).AsLive(),
        OptionEntry.Count("Discovery:MaxNodes", options => options.Discovery.MaxNodes).AsLive(),
        OptionEntry.Count("Retry:MaxAttempts", options => options.Retry.MaxAttempts).AsLive(),
        OptionEntry.Time("Retry:AttemptTimeout", options => options.Retry.AttemptTimeout).AsLive(),
        OptionEntry.Time("Retry:TotalTimeout", options => options.Retry.TotalTimeout).AsLive(),
        OptionEntry.Ratio("Retry:BudgetRatio", options => options.Retry.BudgetRatio).AsLive(),
        OptionEntry.Count("Retry:BudgetFloorPerSecond", options => options.Retry.BudgetFloorPerSecond).AsLive(),
        OptionEntry.Count("Retry:MaxBufferSize", options => options.Retry.MaxBufferSize).AsLive(),
        OptionEntry.Ratio("CircuitBreaker:FailureRatio", options => options.CircuitBreaker.FailureRatio).AsLive(),
        OptionEntry.Count("CircuitBreaker:MinimumThroughput", options => options.CircuitBreaker.MinimumThroughput).AsLive(),
        OptionEntry.Time("CircuitBreaker:SamplingDuration", options => options.CircuitBreaker.SamplingDuration).AsLive(),
        OptionEntry.Time("HealthProbe:Interval", options => options.HealthProbe.Interval).AsLive(),
        OptionEntry.Time("HealthProbe:MaxInterval", options => options.HealthProbe.MaxInterval).AsLive(),
        OptionEntry.Time("HealthProbe:Timeout", options => options.HealthProbe.Timeout).AsLive(),
        OptionEntry.Count("HealthProbe:SuccessThreshold", options => options.HealthProbe.SuccessThreshold).AsLive(),
        OptionEntry.Time("HealthProbe:ProbationPeriod", options => options.HealthProbe.ProbationPeriod).AsLive(),
        OptionEntry.Text("HealthProbe:Path", options => options.HealthProbe.Path).AsLive(),
        OptionEntry.Choice("KeyAffinity:Mode", options => options.KeyAffinity.Mode),
        OptionEntry.Text("KeyAffinity:PartitionKeys:*", options => string.Join(' ', options.KeyAffinity.PartitionKeys.OrderBy(pair => pair.Key, StringComparer.Ordinal))),
        OptionEntry.Flag("Hedging:Enabled", options => options.Hedging.Enabled).AsLive(),
        OptionEntry.Time("Hedging:MinDelay", options => options.Hedging.MinDelay).AsLive(),
        OptionEntry.Time("Hedging:MaxDelay", options => options.Hedging.MaxDelay).AsLive(),
        OptionEntry.Ratio("Hedging:MaxExtraRatio", options => options.Hedging.MaxExtraRatio).AsLive(),
        OptionEntry.Flag("RequestCompression:Enabled", options => options.RequestCompression.Enabled),
        OptionEntry.Count("RequestCompression:MinSizeBytes", options => options.RequestCompression.MinSizeBytes),
        OptionEntry.Choice("RequestCompression:Level", options => options.RequestCompression.Level),
        OptionEntry.Flag("ResponseCompression:Enabled", options => options.ResponseCompression.Enabled),
        OptionEntry.Flag("HeaderTrimming:Enabled", options => options.HeaderTrimming.Enabled),
        OptionEntry.Text("HeaderTrimming:Keep:*", options => string.Join(' ', options.HeaderTrimming.Keep)),
        OptionEntry.Choice("UserAgent:Mode", options => options.UserAgent.Mode),
        OptionEntry.Text("UserAgent:Product", options => options.UserAgent.Product),
        OptionEntry.Text("Tls:CaFile", options => options.Tls.CaFile),
        OptionEntry.Text("Tls:ClientCertificateFile", options => options.Tls.ClientCertificateFile),
        OptionEntry.Text("Tls:ClientKeyFile", options => options.Tls.ClientKeyFile),
        OptionEntry.Text("Tls:ClientCertificatePassword", options => options.Tls.ClientCertificatePassword),
        OptionEntry.Text("Tls:ServerName", options => options.Tls.ServerName),
        OptionEntry.Choice("Tls:MinimumVersion", options => options.Tls.MinimumVersion, SslProtocols.None, SslProtocols.Tls12, SslProtocols.Tls13),
        OptionEntry.Flag("Tls:AllowSessionResumption", options => options.Tls.AllowSessionResumption),
        OptionEntry.Choice("Tls:RevocationMode", options => options.Tls.RevocationMode),
        OptionEntry.Flag("Tls:DangerousAcceptAnyServerCertificate", options => options.Tls.DangerousAcceptAnyServerCertificate),
        OptionEntry.Time("Transport:ConnectTimeout", options => options.Transport.ConnectTimeout),
        OptionEntry.Time("Transport:PooledConnectionIdleTimeout", options => options.Transport.PooledConnectionIdleTimeout),
        OptionEntry.Time("Transport:PooledConnectionLifetime", options => options.Transport.PooledConnectionLifetime),
        OptionEntry.Count("Transport:MaxConnectionsPerServer", options => options.Transport.MaxConnectionsPerServer),
        OptionEntry.Count("Transport:WarmupConnections", options => options.Transport.WarmupConnections),
        OptionEntry.Flag("Transport:TcpKeepAlive", options => options.Transport.TcpKeepAlive),
        OptionEntry.Time("Transport:TcpKeepAliveTime", options => options.Transport.TcpKeepAliveTime),
        OptionEntry.Time("Transport:TcpKeepAliveInterval", options => options.Transport.TcpKeepAliveInterval),
        OptionEntry.Count("Transport:TcpKeepAliveRetryCount", options => options.Transport.TcpKeepAliveRetryCount),
    ];

    /// <summary>Gets the options whose values differ between two sets.</summary>
    public static IEnumerable<OptionEntry> GetChanged(AlternatorOptions previous, AlternatorOptions current) =>
        All.Where(option => !Equals(option.Read(previous), option.Read(current)));
}

/// <summary>Represents an option in configuration.</summary>
/// <param name="Path">The path of the option, in which <c>*</c> is any key of a list or dictionary.</param>
/// <param name="Kind">The kind of value that the option requires, as error messages describe it.</param>
/// <param name="IsValid">Determines whether a string is such a value, with the rules of the configuration binder.</param>
/// <param name="Read">Reads the value, or the values of a list as one string.</param>
/// <param name="IsLive">Whether a change takes effect at once, and not after a restart.</param>
internal sealed record OptionEntry(string Path, string Kind, Func<string, bool> IsValid, Func<AlternatorOptions, object?> Read, bool IsLive)
{
    /// <summary>Gets the name of the option in messages. For an option in a list, it is the name of the list.</summary>
    public string Name => Path.IndexOf(":*", StringComparison.Ordinal) is >= 0 and var list ? Path[..list] : Path;

    /// <summary>Creates a copy of the option whose changes take effect at once.</summary>
    public OptionEntry AsLive() => this with { IsLive = true };

    public static OptionEntry Text(string path, Func<AlternatorOptions, string?> read) => new(path, "a string", static _ => true, read, false);

    public static OptionEntry Address(string path, Func<AlternatorOptions, object?> read) =>
        new(path, "an address", static text => Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out _), read, false);

    public static OptionEntry Flag(string path, Func<AlternatorOptions, bool> read) =>
        new(path, "true or false", static text => bool.TryParse(text, out _), options => read(options), false);

    public static OptionEntry Count(string path, Func<AlternatorOptions, object?> read) =>
        new(path, "a whole number", static text => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out _), read, false);

    public static OptionEntry Ratio(string path, Func<AlternatorOptions, object?> read) =>
        new(path, "a number", static text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _), read, false);

    public static OptionEntry Time(string path, Func<AlternatorOptions, TimeSpan> read) =>
        new(path, "a time span, such as 00:00:02.5", static text => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out _), options => read(options), false);

    public static OptionEntry Choice<T>(string path, Func<AlternatorOptions, T> read, params T[] choices)
        where T : struct, Enum =>
        new(
            path,
            $"one of {(choices.Length > 0 ? string.Join(", ", choices) : string.Join(", ", Enum.GetNames<T>()))}",
            static text => Enum.TryParse<T>(text, ignoreCase: true, out _),
            options => read(options),
            false);
}
