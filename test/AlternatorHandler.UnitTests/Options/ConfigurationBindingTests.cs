using AlternatorHandler.UnitTests.Options.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AlternatorHandler.UnitTests.Options;

public sealed class ConfigurationBindingTests
{
    /// <summary>All options, each with a value that is not its default.</summary>
    private static readonly Dictionary<string, string?> Everything = new()
    {
        ["Seeds:0"] = "http://10.0.0.1:8000",
        ["Seeds:1"] = "http://10.0.0.2:8000",
        ["Scopes:0:Datacenter"] = "dc1",
        ["Scopes:0:Rack"] = "r1",
        ["Scopes:0:MinUsableNodes"] = "2",
        ["Scopes:0:MinUsableShare"] = "0.5",
        ["KeyAffinity:Mode"] = "AnyWrite",
        ["KeyAffinity:PartitionKeys:Orders"] = "Id",
        ["Hedging:Enabled"] = "true",
        ["Hedging:MinDelay"] = "00:00:00.002",
        ["Hedging:MaxDelay"] = "00:00:00.25",
        ["Hedging:MaxExtraRatio"] = "0.1",
        ["RequestCompression:Enabled"] = "true",
        ["RequestCompression:MinSizeBytes"] = "2048",
        ["RequestCompression:Level"] = "Optimal",
        ["ResponseCompression:Enabled"] = "true",
        ["HeaderTrimming:Enabled"] = "true",
        ["HeaderTrimming:Keep:0"] = "X-Kept",
        ["UserAgent:Mode"] = "Replace",
        ["UserAgent:Product"] = "orders/1.0",
        ["Tls:ServerName"] = "alternator.example",
        ["Tls:MinimumVersion"] = "Tls13",
        ["Tls:AllowSessionResumption"] = "false",
        ["Tls:RevocationMode"] = "Online",
        ["Tls:DangerousAcceptAnyServerCertificate"] = "true",
        ["Transport:ConnectTimeout"] = "00:00:01",
        ["Transport:PooledConnectionIdleTimeout"] = "00:04:00",
        ["Transport:PooledConnectionLifetime"] = "00:15:00",
        ["Transport:MaxConnectionsPerServer"] = "20",
        ["Transport:WarmupConnections"] = "2",
        ["Transport:TcpKeepAlive"] = "false",
        ["Transport:TcpKeepAliveTime"] = "00:00:31",
        ["Transport:TcpKeepAliveInterval"] = "00:00:06",
        ["Transport:TcpKeepAliveRetryCount"] = "4",
        ["LoadBalancingPolicy"] = "RoundRobin",
        ["HostHeader"] = "alternator.example",
        ["Credentials:User"] = "alternator",
        ["Credentials:Secret"] = "salted",
        ["Credentials:SessionToken"] = "token",
        ["SigningRegion"] = "eu-central-1",
        ["RetryWrites"] = "Always",
        ["Discovery:Enabled"] = "false",
        ["Discovery:RefreshInterval"] = "00:00:11",
        ["Discovery:IdleRefreshInterval"] = "00:01:01",
        ["Discovery:Timeout"] = "00:00:03",
        ["Discovery:InitialTimeout"] = "00:00:04",
        ["Discovery:MaxNodes"] = "17",
        ["Retry:MaxAttempts"] = "3",
        ["Retry:AttemptTimeout"] = "00:00:05",
        ["Retry:TotalTimeout"] = "00:00:25",
        ["Retry:BudgetRatio"] = "0.3",
        ["Retry:BudgetFloorPerSecond"] = "7",
        ["Retry:MaxBufferSize"] = "1024",
        ["CircuitBreaker:FailureRatio"] = "0.25",
        ["CircuitBreaker:MinimumThroughput"] = "9",
        ["CircuitBreaker:SamplingDuration"] = "00:00:12",
        ["HealthProbe:Interval"] = "00:00:02",
        ["HealthProbe:MaxInterval"] = "00:00:33",
        ["HealthProbe:Timeout"] = "00:00:01.5",
        ["HealthProbe:SuccessThreshold"] = "4",
        ["HealthProbe:ProbationPeriod"] = "00:00:20",
        ["HealthProbe:Path"] = "/health",
    };

    [Test]
    public void Every_option_can_be_set_by_configuration()
    {
        var options = Bind(Everything);

        Assert.That(options.Seeds, Is.EqualTo([new Uri("http://10.0.0.1:8000"), new Uri("http://10.0.0.2:8000")]));
        Assert.That(options.Scopes.Select(scope => (scope.Datacenter, scope.Rack, scope.MinUsableNodes, scope.MinUsableShare)), Is.EqualTo([("dc1", "r1", 2, 0.5)]));
        Assert.That(options.HeaderTrimming.Keep, Is.EqualTo(["X-Kept"]));
        Assert.That(options.KeyAffinity.PartitionKeys, Is.EqualTo(new Dictionary<string, string> { ["Orders"] = "Id" }));
        foreach (var (key, value) in Everything.Where(option => !option.Key.Contains("PartitionKeys", StringComparison.Ordinal) && !option.Key.Contains("Keep:", StringComparison.Ordinal)).Where(option => !option.Key.StartsWith('S') || option.Key == "SigningRegion"))
        {
            Assert.That(Read(options, key), Is.EqualTo(value).IgnoreCase, key);
        }
    }

    [Test]
    public void The_table_of_configured_values_contains_every_option()
    {
        var names = OptionProperties.GetProperties(typeof(AlternatorOptions)).SelectMany(property =>
            property.PropertyType.Namespace == typeof(AlternatorOptions).Namespace && property.PropertyType.IsClass
                ? OptionProperties.GetProperties(property.PropertyType).Select(nested => $"{property.Name}:{nested.Name}")
                : [property.Name])
            .Where(name => !name.StartsWith("Tls:C", StringComparison.Ordinal)); // The options for files need existing files: TLS tests cover them.

        Assert.That(Everything.Keys.Select(key => key.StartsWith('S') ? key.Split(':')[0] : string.Join(':', key.Split(':').Take(2))).Distinct(), Is.EquivalentTo(names));
    }

    [TestCase("MaxAttempts")]
    [TestCase("Retry:MaxAtempts")]
    [TestCase("Discovery:Interval")]
    [TestCase("HealthProbe:Timeouts:0")]
    public void A_configuration_with_an_unknown_key_is_rejected(string key)
    {
        var configuration = new Dictionary<string, string?>(Everything) { [key] = "3" };

        Assert.That(() => Bind(configuration), Throws.InstanceOf<OptionsValidationException>().With.Message.Contains(key.Split(':')[^1] == "0" ? "Timeouts" : key.Split(':')[^1]));
    }

    [TestCase("Retry:MaxAttempts", "many")]
    [TestCase("Retry:AttemptTimeout", "soon")]
    [TestCase("RetryWrites", "Sometimes")]
    [TestCase("Discovery:Enabled", "perhaps")]
    public void A_configured_value_of_the_wrong_kind_is_rejected_with_its_path(string key, string value)
    {
        var configuration = new Dictionary<string, string?>(Everything) { [key] = value };

        Assert.That(() => Bind(configuration), Throws.InstanceOf<OptionsValidationException>().With.Message.Contains($"{key} ('{value}') is not "));
    }

    [Test]
    public void A_configured_value_out_of_bounds_is_rejected()
    {
        var configuration = new Dictionary<string, string?>(Everything) { ["Retry:MaxAttempts"] = "0" };

        Assert.That(() => Bind(configuration), Throws.InstanceOf<OptionsValidationException>().With.Message.Contains("Retry:MaxAttempts (0)"));
    }

    [Test]
    public void Options_from_configuration_and_code_are_combined()
    {
        var services = new ServiceCollection();
        services.AddAlternatorLoadBalancing(Configuration(Everything));
        services.AddAlternatorLoadBalancing(options =>
        {
            options.Seeds.Add(new Uri("http://10.0.0.3:8000"));
            options.Retry.AttemptTimeout = 6.Seconds();
            options.NodeSource = new EmptyNodeSource();
        });

        using var provider = services.BuildServiceProvider();
        var options = provider.GetRequiredService<IOptions<AlternatorOptions>>().Value;

        Assert.That(options.Seeds.Select(seed => seed.Host), Is.EqualTo(["10.0.0.1", "10.0.0.2", "10.0.0.3"]));
        Assert.That((options.Retry.MaxAttempts, options.Retry.AttemptTimeout), Is.EqualTo((3, 6.Seconds())));
    }

    private static IConfigurationRoot Configuration(Dictionary<string, string?> values) => new ConfigurationBuilder().AddInMemoryCollection(values).Build();

    private static AlternatorOptions Bind(Dictionary<string, string?> values)
    {
        var services = new ServiceCollection();
        services.AddAlternatorLoadBalancing(Configuration(values));
        services.AddAlternatorLoadBalancing(options => options.NodeSource = new EmptyNodeSource());
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<AlternatorOptions>>().Value;
    }

    /// <summary>Represents an empty node source. Scopes require one when discovery is disabled.</summary>
    private sealed class EmptyNodeSource : IAlternatorNodeSource
    {
        public ValueTask<IReadOnlyList<Uri>> GetNodesAsync(AlternatorRoutingScope scope, CancellationToken cancellationToken) => new([]);
    }

    private static string Read(object options, string key)
    {
        foreach (var name in key.Split(':'))
        {
            options = options.GetType().GetProperty(name)!.GetValue(options)!;
        }

        var text = FormattableString.Invariant($"{options}");
        return options is TimeSpan { Milliseconds: not 0 } ? text.TrimEnd('0') : text;
    }
}
