using AlternatorHandler.Options;

namespace AlternatorHandler.UnitTests.Options;

public sealed class OptionBoundsTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    /// <summary>Gets each bounded option: how it is set, its bounds, and the nearest values that are out of bounds.</summary>
    private static IEnumerable<TestCaseData> Bounds()
    {
        yield return Numbers("Retry:MaxAttempts", (options, value) => options.Retry.MaxAttempts = value, 1, 16);
        yield return Numbers("Retry:BudgetFloorPerSecond", (options, value) => options.Retry.BudgetFloorPerSecond = value, 0, 1_000_000);
        yield return Numbers("Retry:MaxBufferSize", (options, value) => options.Retry.MaxBufferSize = value, 0, 1 << 30);
        yield return Numbers("CircuitBreaker:MinimumThroughput", (options, value) => options.CircuitBreaker.MinimumThroughput = value, 2, 1_000_000);
        yield return Numbers("HealthProbe:SuccessThreshold", (options, value) => options.HealthProbe.SuccessThreshold = value, 1, 100);
        yield return Numbers("Discovery:MaxNodes", (options, value) => options.Discovery.MaxNodes = value, 1, 65_536);
        yield return Ratios("Retry:BudgetRatio", (options, value) => options.Retry.BudgetRatio = value, 0, 10);
        yield return Ratios("CircuitBreaker:FailureRatio", (options, value) => options.CircuitBreaker.FailureRatio = value, 0.01, 1);
        yield return Times("Retry:AttemptTimeout", (options, value) => options.Retry.AttemptTimeout = value, 10.Milliseconds(), 3600.Seconds());
        yield return Times("Retry:TotalTimeout", (options, value) => options.Retry.TotalTimeout = value, 10.Milliseconds(), 86_400.Seconds());
        yield return Times("CircuitBreaker:SamplingDuration", (options, value) => options.CircuitBreaker.SamplingDuration = value, 500.Milliseconds(), 86_400.Seconds());
        yield return Times("HealthProbe:Interval", (options, value) => options.HealthProbe.Interval = value, 10.Milliseconds(), 3600.Seconds());
        yield return Times("HealthProbe:MaxInterval", (options, value) => options.HealthProbe.MaxInterval = value, 10.Milliseconds(), 86_400.Seconds());
        yield return Times("HealthProbe:Timeout", (options, value) => options.HealthProbe.Timeout = value, 10.Milliseconds(), 60.Seconds());
        yield return Times("HealthProbe:ProbationPeriod", (options, value) => options.HealthProbe.ProbationPeriod = value, TimeSpan.Zero, 3600.Seconds());
        yield return Times("Discovery:RefreshInterval", (options, value) => options.Discovery.RefreshInterval = value, 100.Milliseconds(), 3600.Seconds());
        yield return Times("Discovery:IdleRefreshInterval", (options, value) => options.Discovery.IdleRefreshInterval = value, 100.Milliseconds(), 86_400.Seconds());
        yield return Times("Discovery:Timeout", (options, value) => options.Discovery.Timeout = value, 10.Milliseconds(), 60.Seconds());
        yield return Numbers("Scopes:MinUsableNodes", (options, value) => options.Scopes.Add(new AlternatorRoutingScope { MinUsableNodes = value }), 1, 65_536);
        yield return Ratios("Scopes:MinUsableShare", (options, value) => options.Scopes.Add(new AlternatorRoutingScope { MinUsableShare = value }), 0, 1);
        yield return Ratios("Hedging:MaxExtraRatio", (options, value) => options.Hedging.MaxExtraRatio = value, 0, 1);
        yield return Times("Hedging:MinDelay", (options, value) => options.Hedging.MinDelay = value, TimeSpan.Zero, 60.Seconds());
        yield return Times("Hedging:MaxDelay", (options, value) => options.Hedging.MaxDelay = value, 1.Milliseconds(), 60.Seconds());
        yield return Numbers("RequestCompression:MinSizeBytes", (options, value) => options.RequestCompression.MinSizeBytes = value, 0, 16 * 1024 * 1024);
        yield return Numbers("Transport:WarmupConnections", (options, value) => options.Transport.WarmupConnections = value, 0, 1_000);
        yield return Numbers("Transport:TcpKeepAliveRetryCount", (options, value) => options.Transport.TcpKeepAliveRetryCount = value, 1, 127);
        yield return Case<int>("Transport:MaxConnectionsPerServer", (options, value) => options.Transport.MaxConnectionsPerServer = value, [1, int.MaxValue], [0, int.MinValue]);
        yield return Times("Transport:ConnectTimeout", (options, value) => options.Transport.ConnectTimeout = value, 10.Milliseconds(), 60.Seconds());
        yield return Times("Transport:PooledConnectionIdleTimeout", (options, value) => options.Transport.PooledConnectionIdleTimeout = value, 1.Seconds(), 86_400.Seconds());
        yield return Times("Transport:TcpKeepAliveTime", (options, value) => options.Transport.TcpKeepAliveTime = value, 1.Seconds(), 3600.Seconds());
        yield return Times("Transport:TcpKeepAliveInterval", (options, value) => options.Transport.TcpKeepAliveInterval = value, 1.Seconds(), 3600.Seconds());
        yield return Times("Discovery:InitialTimeout", (options, value) => options.Discovery.InitialTimeout = value, TimeSpan.Zero, 60.Seconds());
    }

    [TestCaseSource(nameof(Bounds))]
    public void A_value_beyond_a_bound_is_rejected_with_its_path_value_and_bounds(string path, Action<AlternatorOptions, IFormattable> set, IFormattable[] valid, IFormattable[] invalid)
    {
        foreach (var value in invalid)
        {
            var expected = string.Create(null, $"{path} ({value}) must be between {valid[0]} and {valid[1]}.");
            Assert.That(ValidatedOptions.GetErrors(options => set(options, value)), Does.Contain(expected));
        }
    }

    [TestCaseSource(nameof(Bounds))]
    public void The_bounds_of_an_option_are_valid_values(string path, Action<AlternatorOptions, IFormattable> set, IFormattable[] valid, IFormattable[] invalid)
    {
        Assert.That(invalid, Is.Not.Empty);
        foreach (var value in valid)
        {
            var errors = ValidatedOptions.GetErrors(options => set(options, value));

            // Options that must not exceed each other may report other errors.
            Assert.That(errors.Where(error => error.Contains("must be between", StringComparison.Ordinal)), Is.Empty, $"{path} = {value}");
        }
    }

    [Test]
    public void The_table_of_bounds_contains_every_bounded_option()
    {
        var bounded =
            from options in typeof(AlternatorOptions).Assembly.GetTypes()
            from property in options.GetProperties()
            where property.IsDefined(typeof(BetweenAttribute), inherit: false)
            select property.Name;

        Assert.That(Bounds().Select(item => ((string)item.Arguments[0]!).Split(':')[1]), Is.EquivalentTo(bounded));
    }

    private static TestCaseData Numbers(string path, Action<AlternatorOptions, int> set, int minimum, int maximum) =>
        Case(path, set, [minimum, maximum], [minimum - 1, maximum + 1, int.MinValue, int.MaxValue]);

    private static TestCaseData Ratios(string path, Action<AlternatorOptions, double> set, double minimum, double maximum) =>
        Case(path, set, [minimum, maximum], [Math.BitDecrement(minimum), Math.BitIncrement(maximum), double.NaN, double.PositiveInfinity, double.NegativeInfinity]);

    private static TestCaseData Times(string path, Action<AlternatorOptions, TimeSpan> set, TimeSpan minimum, TimeSpan maximum) =>
        Case(path, set, [minimum, maximum], [minimum - Tick, maximum + Tick, Timeout.InfiniteTimeSpan, TimeSpan.MaxValue]);

    private static TestCaseData Case<T>(string path, Action<AlternatorOptions, T> set, IFormattable[] valid, IFormattable[] invalid) =>
        new TestCaseData(path, (AlternatorOptions options, IFormattable value) => set(options, (T)value), valid, invalid).SetArgDisplayNames(path);
}
