namespace AlternatorHandler.UnitTests.Options;

public sealed class CrossValidationTests
{
    [Test]
    public void The_defaults_with_a_seed_are_good() => Assert.That(Validated.Errors(_ => { }), Is.Empty);

    [Test]
    public void All_errors_are_reported_at_once()
    {
        var errors = Validated.Errors(options =>
        {
            options.Seeds.Clear();
            options.Policy = "Fastest";
            options.Retry.MaxAttempts = 0;
            options.HealthProbe.Path = "health";
            options.CircuitBreaker.FailureRatio = 2;
            options.RetryWrites = (RetryWritesMode)7;
        });

        var all = string.Join('\n', errors);
        foreach (var path in new[] { "Seeds", "Policy (Fastest)", "Retry:MaxAttempts (0)", "HealthProbe:Path (health)", "CircuitBreaker:FailureRatio (2)", "RetryWrites" })
        {
            Assert.That(all, Does.Contain(path));
        }
    }

    [Test]
    public void An_attempt_must_not_take_longer_than_the_request() => Assert.That(
        Validated.Errors(options => (options.Retry.AttemptTimeout, options.Retry.TotalTimeout) = (60.Seconds(), 30.Seconds())),
        Is.EqualTo(["Retry:AttemptTimeout (00:01:00) must not exceed Retry:TotalTimeout (00:00:30)."]));

    [Test]
    public void A_refresh_must_not_be_rarer_than_an_idle_one() => Assert.That(
        Validated.Errors(options => options.Discovery.RefreshInterval = 61.Seconds()),
        Is.EqualTo(["Discovery:RefreshInterval (00:01:01) must not exceed Discovery:IdleRefreshInterval (00:01:00)."]));

    [Test]
    public void The_first_probe_must_not_be_later_than_the_latest() => Assert.That(
        Validated.Errors(options => options.HealthProbe.Interval = 31.Seconds()),
        Is.EqualTo(["HealthProbe:Interval (00:00:31) must not exceed HealthProbe:MaxInterval (00:00:30)."]));

    [TestCase("http://10.0.0.1:8000")]
    [TestCase("http://10.0.0.1:8000/")]
    [TestCase("https://seed.example")]
    [TestCase("http://[::1]:8000")]
    public void Seeds_are_addresses_without_more(string seed) => Assert.That(ErrorsOfSeeds(seed), Is.Empty);

    [TestCase("http://10.0.0.1:8000/path")]
    [TestCase("http://10.0.0.1:8000/?query")]
    [TestCase("http://10.0.0.1:8000/#fragment")]
    [TestCase("http://user@10.0.0.1:8000/")]
    public void Seeds_with_more_than_an_address_are_refused(string seed) =>
        Assert.That(ErrorsOfSeeds(seed), Has.One.EqualTo("Seeds:0 (http://10.0.0.1:8000) must have no path, query, fragment or user info."));

    [TestCase("10.0.0.1:8000")]
    [TestCase("/relative")]
    [TestCase("ftp://10.0.0.1")]
    [TestCase("localhost:8000")]
    public void Seeds_that_are_no_http_addresses_are_refused(string seed) =>
        Assert.That(ErrorsOfSeeds(seed), Has.One.StartsWith("Seeds:0 (").And.Contains("must be an absolute http or https address"));

    [TestCase("http://user:secret@10.0.0.1:8000/")]
    [TestCase("ftp://user:secret@10.0.0.1/")]
    [TestCase("user:secret@10.0.0.1:8000")]
    [TestCase("//user:secret@10.0.0.1:8000")]
    public void A_password_in_a_seed_is_not_printed(string seed)
    {
        var errors = string.Join('\n', ErrorsOfSeeds(seed));

        Assert.That(errors, Does.Contain("Seeds:0").And.Not.Contain("secret"));
    }

    [Test]
    public void The_index_of_the_invalid_seed_is_reported() => Assert.That(ErrorsOfSeeds("http://10.0.0.1:8000", "http://10.0.0.2:8000/x"), Has.One.StartsWith("Seeds:1 ("));

    [Test]
    public void Mixed_schemes_are_refused() =>
        Assert.That(ErrorsOfSeeds("http://10.0.0.1:8000", "https://10.0.0.2:8043"), Is.EqualTo(["Seeds mixes schemes (http, https): all must be http, or all https."]));

    [Test]
    public void A_missing_seed_is_reported_with_an_example() =>
        Assert.That(ErrorsOfSeeds(), Is.EqualTo(["Seeds is empty: name at least one node, such as http://10.0.0.1:8000."]));

    [Test]
    public void An_unknown_policy_is_reported_with_the_known_ones() => Assert.That(
        Validated.Errors(options => options.Policy = "Fastest"),
        Is.EqualTo(["Policy (Fastest) is not the name of a registered load balancing policy: LeastRequests, RoundRobin, Random."]));

    [TestCase("")]
    [TestCase(null)]
    public void An_empty_policy_is_refused(string? policy) => Assert.That(Validated.Errors(options => options.Policy = policy!), Is.Not.Empty);

    [TestCase("alternator.example")]
    [TestCase("alternator.example:8000")]
    [TestCase("10.0.0.1:8000")]
    [TestCase("[::1]:8000")]
    [TestCase("::1")]
    public void A_host_header_is_a_host_with_or_without_a_port(string host) => Assert.That(Validated.Errors(options => options.HostHeader = host), Is.Empty);

    [TestCase("")]
    [TestCase("http://alternator.example")]
    [TestCase("alternator.example/path")]
    [TestCase("alternator.example:port")]
    [TestCase("alternator.example:99999")]
    [TestCase("user@alternator.example")]
    [TestCase("alternator.example\r\nX-Evil: 1")]
    [TestCase(":8000")]
    public void Any_other_host_header_is_refused(string host) => Assert.That(Validated.Errors(options => options.HostHeader = host), Has.One.StartsWith($"HostHeader ({host})"));

    [TestCase("")]
    [TestCase("health")]
    [TestCase("//evil/x")]
    [TestCase("http://evil/")]
    public void A_probes_path_begins_with_a_single_slash(string path) => Assert.That(Validated.Errors(options => options.HealthProbe.Path = path), Is.Not.Empty);

    [TestCase("/\\evil/x")]
    [TestCase("/\\\\evil/x")]
    public void A_probes_path_cannot_name_a_host(string path) => Assert.That(Validated.Errors(options => options.HealthProbe.Path = path), Is.Not.Empty);

    [TestCase("")]
    [TestCase(null)]
    [TestCase("eu central")]
    public void A_region_that_cannot_be_signed_is_refused(string? region) => Assert.That(Validated.Errors(options => options.SigningRegion = region!), Is.Not.Empty);

    [Test]
    public void Nested_options_must_be_there()
    {
        Assert.That(Validated.Errors(options => options.Retry = null!), Is.Not.Empty);
        Assert.That(Validated.Errors(options => options.Discovery = null!), Is.Not.Empty);
        Assert.That(Validated.Errors(options => options.CircuitBreaker = null!), Is.Not.Empty);
        Assert.That(Validated.Errors(options => options.HealthProbe = null!), Is.Not.Empty);
    }

    private static IReadOnlyList<string> ErrorsOfSeeds(params string[] seeds) => Validated.Errors(options =>
    {
        options.Seeds.Clear();
        foreach (var seed in seeds)
        {
            options.Seeds.Add(new Uri(seed, UriKind.RelativeOrAbsolute));
        }
    });
}
