using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AlternatorHandler.UnitTests.Options.Configuration;

public sealed class ConfigurationCheckTests
{
    [Test]
    public void All_configuration_errors_are_reported_at_once_with_their_paths()
    {
        var errors = Errors(
            ("Seeds:0", "http://10.0.0.1:8000/path"),
            ("Retry:MaxAttempts", "99"),
            ("Retry:AttemptTimeout", "ten"),
            ("HealthProbe:Intervall", "00:00:01"),
            ("LoadBalancingPolicy", "Best"),
            ("RetryWrites", "Sometimes"));

        Assert.That(errors, Is.EquivalentTo(
        [
            "Alternator:Seeds:0 (http://10.0.0.1:8000) must not have a path, query, fragment or user info.",
            "Alternator:Retry:MaxAttempts (99) must be between 1 and 16.",
            "Alternator:Retry:AttemptTimeout ('ten') is not a time span, such as 00:00:02.5.",
            "Alternator:HealthProbe:Intervall is not an option. Did you mean Interval?",
            "Alternator:LoadBalancingPolicy (Best) is not the name of a registered load balancing policy: LeastRequests, RoundRobin, Random.",
            "Alternator:RetryWrites ('Sometimes') is not one of Idempotent, Never, Always.",
        ]));
    }

    [TestCase("Retry:MaxAttempts", "many", "a whole number")]
    [TestCase("Retry:MaxAttempts", "", "a whole number")]
    [TestCase("Retry:MaxAttempts", "2.5", "a whole number")]
    [TestCase("Retry:BudgetRatio", "a fifth", "a number")]
    [TestCase("Discovery:Enabled", "yes", "true or false")]
    [TestCase("Scopes:0:MinUsableNodes", "two", "a whole number")]
    [TestCase("Tls:MinimumVersion", "1.2", "one of None, Tls12, Tls13")]
    public void A_value_of_the_wrong_kind_is_reported_with_the_required_kind(string key, string value, string kind) =>
        Assert.That(Errors(("Seeds:0", "http://10.0.0.1:8000"), (key, value)), Does.Contain($"Alternator:{key} ('{value}') is not {kind}."));

    [TestCase("MaxAttempts", "3", "Alternator:MaxAttempts is not an option.")]
    [TestCase("Retry:MaxAtempts", "3", "Alternator:Retry:MaxAtempts is not an option. Did you mean MaxAttempts?")]
    [TestCase("Retrys:MaxAttempts", "3", "Alternator:Retrys is not an option. Did you mean Retry?")]
    [TestCase("Credentials:Pasword", "hush", "Alternator:Credentials:Pasword is not an option.")]
    [TestCase("Scopes:0:Datacentre", "dc1", "Alternator:Scopes:0:Datacentre is not an option. Did you mean Datacenter?")]
    [TestCase("LoadBalancingPolicy:Name", "Random", "Alternator:LoadBalancingPolicy:Name is not an option: Alternator:LoadBalancingPolicy is a string.")]
    [TestCase("Retry", "3", "Alternator:Retry is a group of options and must not have a value.")]
    [TestCase("Seeds", "http://10.0.0.1:8000", "Alternator:Seeds must not have a single value. Set its items, such as Alternator:Seeds:0, or its named values.")]
    [TestCase("MapAddress", "code", "Alternator:MapAddress is not an option.")]
    public void An_unknown_key_is_reported_without_its_value(string key, string value, string expected) =>
        Assert.That(Errors(("Seeds:0", "http://10.0.0.1:8000"), (key, value)), Is.EqualTo([expected]));

    [TestCase("alternator", null, "Alternator:Credentials:Secret is missing or invalid")]
    [TestCase(null, "hush", "Alternator:Credentials:User is missing or invalid")]
    [TestCase("a,b", "hush", "Alternator:Credentials:User is missing or invalid")]
    public void Incomplete_or_invalid_credentials_are_reported_without_the_secret(string? user, string? secret, string expected)
    {
        var errors = Errors(("Seeds:0", "http://10.0.0.1:8000"), ("Credentials:User", user), ("Credentials:Secret", secret), ("Retry:MaxAttempts", "0"));

        Assert.That(errors, Has.Count.EqualTo(2));
        Assert.That(errors, Has.Some.StartsWith(expected).And.Some.Contains("Retry:MaxAttempts (0)").And.None.Contains("hush"));
    }

    [Test]
    public void Keys_are_case_insensitive_and_null_leaves_an_option_unset()
    {
        var options = Options(("seeds:0", "http://10.0.0.1:8000"), ("RETRY:maxattempts", "2"), ("Retry:TotalTimeout", null), ("Hedging", null), ("HeaderTrimming:Keep", ""));

        Assert.That((options.Retry.MaxAttempts, options.Retry.TotalTimeout), Is.EqualTo((2, TimeSpan.FromSeconds(30))));
    }

    [Test]
    public void Without_a_host_configuration_errors_throw_when_the_cluster_is_first_resolved()
    {
        using var services = Services(("Seeds:0", "http://10.0.0.1:8000"), ("Retry:MaxAttempts", "99"), ("Hedgin:Enabled", "true"));

        Assert.That(
            () => services.GetRequiredService<IAlternatorCluster>(),
            Throws.InstanceOf<OptionsValidationException>().With.Message.Contains("Alternator:Retry:MaxAttempts (99)").And.Message.Contains("Alternator:Hedgin is not an option"));
    }

    [Test]
    public void A_host_with_configuration_errors_does_not_start()
    {
        using var services = Services(("Seeds:0", "http://10.0.0.1:8000"), ("Retry:MaxAttempts", "99"), ("Hedgin:Enabled", "true"));

        // A host calls this method before it starts its services.
        Assert.That(
            () => services.GetRequiredService<IStartupValidator>().Validate(),
            Throws.InstanceOf<OptionsValidationException>().With.Message.Contains("Alternator:Retry:MaxAttempts (99)").And.Message.Contains("Alternator:Hedgin is not an option"));
    }

    private static List<string> Errors(params (string Key, string? Value)[] configuration)
    {
        try
        {
            Options(configuration);
            return [];
        }
        catch (OptionsValidationException exception)
        {
            return [.. exception.Failures];
        }
    }

    private static AlternatorOptions Options(params (string Key, string? Value)[] configuration)
    {
        using var services = Services(configuration);
        return services.GetRequiredService<IOptions<AlternatorOptions>>().Value;
    }

    private static ServiceProvider Services(params (string Key, string? Value)[] configuration)
    {
        var root = new ConfigurationBuilder().AddInMemoryCollection(configuration.Select(option => KeyValuePair.Create($"Alternator:{option.Key}", option.Value))).Build();
        return new ServiceCollection().AddAlternatorLoadBalancing(root.GetSection("Alternator")).Services.BuildServiceProvider();
    }
}
