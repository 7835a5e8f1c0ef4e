using AlternatorHandler.UnitTests.Options;

namespace AlternatorHandler.UnitTests.DependencyInjection;

public sealed class AlternatorOptionsCrossValidatorTests
{
    [Test]
    public void The_default_options_with_a_seed_are_valid() => Assert.That(ValidatedOptions.GetErrors(_ => { }), Is.Empty);

    [Test]
    public void All_validation_errors_are_reported_at_once()
    {
        var errors = ValidatedOptions.GetErrors(options =>
        {
            options.Seeds.Clear();
            options.LoadBalancingPolicy = "Fastest";
            options.Retry.MaxAttempts = 0;
            options.HealthProbe.Path = "health";
            options.CircuitBreaker.FailureRatio = 2;
            options.RetryWrites = (AlternatorRetryWritesMode)7;
        });

        var all = string.Join('\n', errors);
        foreach (var path in new[] { "Seeds", "LoadBalancingPolicy (Fastest)", "Retry:MaxAttempts (0)", "HealthProbe:Path (health)", "CircuitBreaker:FailureRatio (2)", "RetryWrites" })
        {
            Assert.That(all, Does.Contain(path));
        }
    }

    [Test]
    public void AttemptTimeout_must_not_exceed_TotalTimeout() => Assert.That(
        ValidatedOptions.GetErrors(options => (options.Retry.AttemptTimeout, options.Retry.TotalTimeout) = (60.Seconds(), 30.Seconds())),
        Is.EqualTo(["Retry:AttemptTimeout (00:01:00) must not exceed Retry:TotalTimeout (00:00:30)."]));

    [Test]
    public void RefreshInterval_must_not_exceed_IdleRefreshInterval() => Assert.That(
        ValidatedOptions.GetErrors(options => options.Discovery.RefreshInterval = 61.Seconds()),
        Is.EqualTo(["Discovery:RefreshInterval (00:01:01) must not exceed Discovery:IdleRefreshInterval (00:01:00)."]));

    [Test]
    public void The_Interval_of_probes_must_not_exceed_MaxInterval() => Assert.That(
        ValidatedOptions.GetErrors(options => options.HealthProbe.Interval = 31.Seconds()),
        Is.EqualTo(["HealthProbe:Interval (00:00:31) must not exceed HealthProbe:MaxInterval (00:00:30)."]));

    [TestCase("http://10.0.0.1:8000")]
    [TestCase("http://10.0.0.1:8000/")]
    [TestCase("https://seed.example")]
    [TestCase("http://[::1]:8000")]
    public void An_http_or_https_address_is_a_valid_seed(string seed) => Assert.That(ValidateSeeds(seed), Is.Empty);

    [TestCase("http://10.0.0.1:8000/path")]
    [TestCase("http://10.0.0.1:8000/?query")]
    [TestCase("http://10.0.0.1:8000/#fragment")]
    [TestCase("http://user@10.0.0.1:8000/")]
    public void A_seed_with_a_path_query_fragment_or_user_info_is_rejected(string seed) =>
        Assert.That(ValidateSeeds(seed), Has.One.EqualTo("Seeds:0 (http://10.0.0.1:8000) must not have a path, query, fragment or user info."));

    [TestCase("10.0.0.1:8000")]
    [TestCase("/relative")]
    [TestCase("ftp://10.0.0.1")]
    [TestCase("localhost:8000")]
    public void A_seed_that_is_not_an_absolute_http_address_is_rejected(string seed) =>
        Assert.That(ValidateSeeds(seed), Has.One.StartsWith("Seeds:0 (").And.Contains("must be an absolute http or https address"));

    [TestCase("http://user:secret@10.0.0.1:8000/")]
    [TestCase("ftp://user:secret@10.0.0.1/")]
    [TestCase("user:secret@10.0.0.1:8000")]
    [TestCase("//user:secret@10.0.0.1:8000")]
    public void The_error_of_a_seed_does_not_contain_its_password(string seed)
    {
        var errors = string.Join('\n', ValidateSeeds(seed));

        Assert.That(errors, Does.Contain("Seeds:0").And.Not.Contain("secret"));
    }

    [Test]
    public void The_error_of_a_seed_contains_its_index() => Assert.That(ValidateSeeds("http://10.0.0.1:8000", "http://10.0.0.2:8000/x"), Has.One.StartsWith("Seeds:1 ("));

    [Test]
    public void Seeds_with_mixed_schemes_are_rejected() =>
        Assert.That(ValidateSeeds("http://10.0.0.1:8000", "https://10.0.0.2:8043"), Is.EqualTo(["Seeds mixes schemes (http, https): all must be http, or all must be https."]));

    [Test]
    public void The_error_of_missing_seeds_contains_an_example() =>
        Assert.That(ValidateSeeds(), Is.EqualTo(["Seeds is empty: specify at least one node, such as http://10.0.0.1:8000."]));

    [Test]
    public void The_error_of_an_unknown_policy_names_the_registered_policies() => Assert.That(
        ValidatedOptions.GetErrors(options => options.LoadBalancingPolicy = "Fastest"),
        Is.EqualTo(["LoadBalancingPolicy (Fastest) is not the name of a registered load balancing policy: LeastRequests, RoundRobin, Random."]));

    [TestCase("")]
    [TestCase(null)]
    public void An_empty_policy_is_rejected(string? policy) => Assert.That(ValidatedOptions.GetErrors(options => options.LoadBalancingPolicy = policy!), Is.Not.Empty);

    [TestCase("alternator.example")]
    [TestCase("alternator.example:8000")]
    [TestCase("10.0.0.1:8000")]
    [TestCase("[::1]:8000")]
    [TestCase("::1")]
    public void A_host_with_or_without_a_port_is_a_valid_host_header(string host) => Assert.That(ValidatedOptions.GetErrors(options => options.HostHeader = host), Is.Empty);

    [TestCase("")]
    [TestCase("http://alternator.example")]
    [TestCase("alternator.example/path")]
    [TestCase("alternator.example:port")]
    [TestCase("alternator.example:99999")]
    [TestCase("user@alternator.example")]
    [TestCase("alternator.example\r\nX-Evil: 1")]
    [TestCase(":8000")]
    public void A_host_header_that_is_not_a_host_is_rejected(string host) => Assert.That(ValidatedOptions.GetErrors(options => options.HostHeader = host), Has.One.StartsWith($"HostHeader ({host})"));

    [TestCase("")]
    [TestCase("health")]
    [TestCase("//evil/x")]
    [TestCase("http://evil/")]
    public void A_probe_path_that_does_not_begin_with_a_single_slash_is_rejected(string path) => Assert.That(ValidatedOptions.GetErrors(options => options.HealthProbe.Path = path), Is.Not.Empty);

    [TestCase("/\\evil/x")]
    [TestCase("/\\\\evil/x")]
    public void A_probe_path_that_begins_with_a_slash_and_a_backslash_is_rejected(string path) => Assert.That(ValidatedOptions.GetErrors(options => options.HealthProbe.Path = path), Is.Not.Empty);

    [TestCase("")]
    [TestCase(null)]
    [TestCase("eu central")]
    public void A_signing_region_that_is_empty_or_contains_a_space_is_rejected(string? region) => Assert.That(ValidatedOptions.GetErrors(options => options.SigningRegion = region!), Is.Not.Empty);

    [Test]
    public void Nested_options_must_not_be_null()
    {
        Assert.That(ValidatedOptions.GetErrors(options => options.Retry = null!), Is.Not.Empty);
        Assert.That(ValidatedOptions.GetErrors(options => options.Discovery = null!), Is.Not.Empty);
        Assert.That(ValidatedOptions.GetErrors(options => options.CircuitBreaker = null!), Is.Not.Empty);
        Assert.That(ValidatedOptions.GetErrors(options => options.HealthProbe = null!), Is.Not.Empty);
    }

    private static IReadOnlyList<string> ValidateSeeds(params string[] seeds) => ValidatedOptions.GetErrors(options =>
    {
        options.Seeds.Clear();
        foreach (var seed in seeds)
        {
            options.Seeds.Add(new Uri(seed, UriKind.RelativeOrAbsolute));
        }
    });
}
