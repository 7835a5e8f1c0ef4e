using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AlternatorHandler.UnitTests.Options.Configuration;

public sealed class ConfigurationErrorsTests
{
    [Test]
    public void All_errors_are_reported_at_once_each_with_its_path()
    {
        var errors = Errors(
            ("Seeds:0", "http://10.0.0.1:8000/path"),
            ("Retry:MaxAttempts", "99"),
            ("Retry:AttemptTimeout", "ten"),
            ("HealthProbe:Intervall", "00:00:01"),
            ("Policy", "Best"),
            ("RetryWrites", "Sometimes"));

        Assert.That(errors, Is.EquivalentTo(
        [
            "Alternator:Seeds:0 (http://10.0.0.1:8000) must have no path, query, fragment or user info.",
            "Alternator:Retry:MaxAttempts (99) must be between 1 and 16.",
            "Alternator:Retry:AttemptTimeout ('ten') is not a time span, such as 00:00:02.5.",
            "Alternator:HealthProbe:Intervall is no option: is Interval meant?",
            "Alternator:Policy (Best) is not the name of a registered load balancing policy: LeastRequests, RoundRobin, Random.",
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
    public void A_value_of_the_wrong_kind_is_reported_with_the_expected_kind(string key, string value, string kind) =>
        Assert.That(Errors(("Seeds:0", "http://10.0.0.1:8000"), (key, value)), Does.Contain($"Alternator:{key} ('{value}') is not {kind}."));

    [TestCase("MaxAttempts", "3", "Alternator:MaxAttempts is no option.")]
    [TestCase("Retry:MaxAtempts", "3", "Alternator:Retry:MaxAtempts is no option: is MaxAttempts meant?")]
    [TestCase("Retrys:MaxAttempts", "3", "Alternator:Retrys is no option: is Retry meant?")]
    [TestCase("Credentials:Pasword", "hush", "Alternator:Credentials:Pasword is no option.")]
    [TestCase("Scopes:0:Datacentre", "dc1", "Alternator:Scopes:0:Datacentre is no option: is Datacenter meant?")]
    [TestCase("Policy:Name", "Random", "Alternator:Policy:Name is no option: Alternator:Policy is a text.")]
    [TestCase("Retry", "3", "Alternator:Retry is a group of options, and has no value.")]
    [TestCase("Seeds", "http://10.0.0.1:8000", "Alternator:Seeds has a single value: its values stand at Alternator:Seeds:0 and so on, or at names of their own.")]
    [TestCase("MapAddress", "code", "Alternator:MapAddress is no option.")]
    public void An_unknown_key_is_reported_without_its_value(string key, string value, string expected) =>
        Assert.That(Errors(("Seeds:0", "http://10.0.0.1:8000"), (key, value)), Is.EqualTo([expected]));

    [TestCase("alternator", null, "Alternator:Credentials:Secret is missing or wrong")]
    [TestCase(null, "hush", "Alternator:Credentials:User is missing or wrong")]
    [TestCase("a,b", "hush", "Alternator:Credentials:User is missing or wrong")]
    public void Incomplete_or_invalid_credentials_are_reported_without_the_secret(string? user, string? secret, string expected)
    {
        var errors = Errors(("Seeds:0", "http://10.0.0.1:8000"), ("Credentials:User", user), ("Credentials:Secret", secret), ("Retry:MaxAttempts", "0"));

        Assert.That(errors, Has.Count.EqualTo(2));
        Assert.That(errors, Has.Some.StartsWith(expected).And.Some.Contains("Retry:MaxAttempts (0)").And.None.Contains("hush"));
    }

    [Test]
    public void Keys_are_in_any_case_and_null_is_an_option_that_is_not_set()
    {
        var options = Options(("seeds:0", "http://10.0.0.1:8000"), ("RETRY:maxattempts", "2"), ("Retry:TotalTimeout", null), ("Hedging", null), ("HeaderTrimming:Keep", ""));

        Assert.That((options.Retry.MaxAttempts, options.Retry.TotalTimeout), Is.EqualTo((2, TimeSpan.FromSeconds(30))));
    }

    [Test]
    public void Without_a_host_the_first_use_of_the_cluster_reports_the_errors()
    {
        using var services = Services(("Seeds:0", "http://10.0.0.1:8000"), ("Retry:MaxAttempts", "99"), ("Hedgin:Enabled", "true"));

        Assert.That(
            () => services.GetRequiredService<IAlternatorCluster>(),
            Throws.InstanceOf<OptionsValidationException>().With.Message.Contains("Alternator:Retry:MaxAttempts (99)").And.Message.Contains("Alternator:Hedgin is no option"));
    }

    [Test]
    public void A_host_does_not_start_with_errors()
    {
        using var services = Services(("Seeds:0", "http://10.0.0.1:8000"), ("Retry:MaxAttempts", "99"), ("Hedgin:Enabled", "true"));

        // What a host calls before it starts anything.
        Assert.That(
            () => services.GetRequiredService<IStartupValidator>().Validate(),
            Throws.InstanceOf<OptionsValidationException>().With.Message.Contains("Alternator:Retry:MaxAttempts (99)").And.Message.Contains("Alternator:Hedgin is no option"));
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
