using AlternatorHandler.Protocol;
using AlternatorHandler.UnitTests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AlternatorHandler.UnitTests.DependencyInjection;

public sealed class RegistrationTests
{
    private readonly ServiceCollection _services = new();

    [Test]
    public async Task A_cluster_can_be_registered_in_an_empty_service_collection()
    {
        _services.AddAlternatorLoadBalancing(Seed("10.0.0.1"));
        await using var provider = _services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

        var cluster = provider.GetRequiredService<IAlternatorCluster>();

        Assert.That(cluster.Name, Is.Empty);
        Assert.That(cluster.Nodes.Select(node => node.Address), Is.EqualTo([TestNodes.Address("10.0.0.1")]));
        Assert.That(provider.GetRequiredService<IAlternatorCluster>(), Is.SameAs(cluster));
    }

    [Test]
    public async Task Registering_a_cluster_twice_combines_the_options_of_one_cluster()
    {
        _services.AddAlternatorLoadBalancing(Seed("10.0.0.1"));
        _services.AddAlternatorLoadBalancing(Seed("10.0.0.2"));
        await using var provider = _services.BuildServiceProvider();

        Assert.That(provider.GetServices<IAlternatorCluster>(), Has.One.Items);
        Assert.That(provider.GetRequiredService<IAlternatorCluster>().Nodes.Select(node => node.Address.Host), Is.EqualTo(["10.0.0.1", "10.0.0.2"]));
        Assert.That(provider.GetServices<IAlternatorLoadBalancingPolicy>(), Has.Exactly(3).Items);
        Assert.That(provider.GetServices<IValidateOptions<AlternatorOptions>>().Count(validator => validator.GetType().Assembly == typeof(AlternatorOptions).Assembly), Is.EqualTo(1));
    }

    [Test]
    public async Task Named_clusters_share_no_state()
    {
        _services.AddAlternatorLoadBalancing(Seed("10.0.0.1"));
        _services.AddAlternatorLoadBalancing("reports", Seed("10.0.0.1"));
        _services.AddAlternatorLoadBalancing("audit", Seed("10.0.0.1"));
        await using var provider = _services.BuildServiceProvider();

        var clusters = new[]
        {
            provider.GetRequiredService<IAlternatorCluster>(),
            provider.GetRequiredKeyedService<IAlternatorCluster>("reports"),
            provider.GetRequiredKeyedService<IAlternatorCluster>("audit"),
        };

        Assert.That(clusters.Select(cluster => cluster.Name), Is.EqualTo([string.Empty, "reports", "audit"]));
        Assert.That(clusters.Cast<AlternatorCluster>().Select(cluster => cluster.Parts.Nodes.Current.All[0]), Is.Unique);
        Assert.That(clusters.Cast<AlternatorCluster>().Select(cluster => cluster.Parts.Requests), Is.Unique);
    }

    [Test]
    public async Task Each_registered_cluster_is_resolved_once_beside_other_keyed_services()
    {
        var services = new ServiceCollection();
        services.AddKeyedSingleton("key", new object());
        services.AddAlternatorLoadBalancing("b", options => options.Seeds.Add(TestNodes.Address("10.0.0.1")));
        services.AddAlternatorLoadBalancing(options => options.Seeds.Add(TestNodes.Address("10.0.0.1")));
        services.AddAlternatorLoadBalancing("b", _ => { });
        await using var provider = services.BuildServiceProvider();

        Assert.Multiple(() =>
        {
            var clusters = provider.GetKeyedServices<IAlternatorCluster>(KeyedService.AnyKey).ToArray();
            Assert.That(clusters.Select(cluster => cluster.Name), Is.EqualTo(["b", ""]));
            Assert.That(clusters[1], Is.SameAs(provider.GetRequiredService<IAlternatorCluster>()));
        });
    }

    [Test]
    public async Task A_named_cluster_is_not_resolved_as_the_unnamed_cluster()
    {
        _services.AddAlternatorLoadBalancing("reports", Seed("10.0.0.1"));
        await using var provider = _services.BuildServiceProvider();

        Assert.That(provider.GetService<IAlternatorCluster>(), Is.Null);
    }

    [TestCase(null, "No Alternator cluster is registered. Call services.AddAlternatorLoadBalancing(...).")]
    [TestCase("reports", "No Alternator cluster named 'reports' is registered. Call services.AddAlternatorLoadBalancing(\"reports\", ...).")]
    public async Task A_client_of_an_unregistered_cluster_throws_with_the_missing_registration(string? name, string expected)
    {
        _services.AddAlternatorLoadBalancing("other", Seed("10.0.0.1"));
        _services.AddHttpClient("client").AddAlternatorLoadBalancing(name);
        await using var provider = _services.BuildServiceProvider();

        Assert.That(
            () => provider.GetRequiredService<IHttpClientFactory>().CreateClient("client"),
            Throws.InvalidOperationException.With.Message.EqualTo(expected));
    }

    [Test]
    public async Task A_client_without_a_base_address_gets_that_of_the_first_seed()
    {
        _services.AddAlternatorLoadBalancing(Seed("10.0.0.1"));
        _services.AddHttpClient("bare").AddAlternatorLoadBalancing();
        _services.AddHttpClient("own", client => client.BaseAddress = new Uri("http://alternator.example")).AddAlternatorLoadBalancing();
        await using var provider = _services.BuildServiceProvider();
        var clients = provider.GetRequiredService<IHttpClientFactory>();

        Assert.That(clients.CreateClient("bare").BaseAddress, Is.EqualTo(TestNodes.Address("10.0.0.1")));
        Assert.That(clients.CreateClient("own").BaseAddress, Is.EqualTo(new Uri("http://alternator.example")));
    }

    [Test]
    public async Task Invalid_options_throw_when_the_cluster_is_first_resolved()
    {
        _services.AddAlternatorLoadBalancing(options => options.Retry.MaxAttempts = 99);
        await using var provider = _services.BuildServiceProvider();

        Assert.That(
            () => provider.GetRequiredService<IAlternatorCluster>(),
            Throws.InstanceOf<OptionsValidationException>().With.Message.Contains("Seeds is empty").And.Message.Contains("Retry:MaxAttempts (99)"));
    }

    [Test]
    public async Task An_invalid_circuit_breaker_throws_when_the_cluster_is_first_resolved()
    {
        _services.AddAlternatorLoadBalancing(Seed("10.0.0.1")).ConfigureCircuitBreaker(breaker => breaker.FailureRatio = 7);
        await using var provider = _services.BuildServiceProvider();

        Assert.That(() => provider.GetRequiredService<IAlternatorCluster>(), Throws.Exception.With.Message.Contains("FailureRatio"));
    }

    [Test]
    public async Task A_custom_policy_is_selected_by_its_name()
    {
        _services.AddSingleton<IAlternatorLoadBalancingPolicy, FirstNodePolicy>();
        _services.AddAlternatorLoadBalancing(options =>
        {
            options.LoadBalancingPolicy = nameof(FirstNodePolicy);
            Seed("10.0.0.1")(options);
            Seed("10.0.0.2")(options);
        });
        await using var provider = _services.BuildServiceProvider();
        var cluster = (AlternatorCluster)provider.GetRequiredService<IAlternatorCluster>();
        cluster.Parts.Nodes.Replace(0, cluster.Parts.Live.Current.Seeds, node => node.Condition = node.Condition with { State = AlternatorNodeState.Up });

        var picked = Enumerable.Range(0, 10).Select(_ => cluster.Parts.Router.PickFirst(Operation.FromName("GetItem"))!.Address.Host);

        Assert.That(picked, Is.All.EqualTo("10.0.0.1"));
    }

    [Test]
    public async Task A_custom_policy_can_replace_a_built_in_policy_of_the_same_name()
    {
        _services.AddAlternatorLoadBalancing(options =>
        {
            Seed("10.0.0.1")(options);
            Seed("10.0.0.2")(options);
        });
        _services.AddSingleton<IAlternatorLoadBalancingPolicy>(new FirstNodePolicy("LeastRequests"));
        await using var provider = _services.BuildServiceProvider();
        var cluster = (AlternatorCluster)provider.GetRequiredService<IAlternatorCluster>();
        cluster.Parts.Nodes.Replace(0, cluster.Parts.Live.Current.Seeds, node => node.Condition = node.Condition with { State = AlternatorNodeState.Up });

        Assert.That(Enumerable.Range(0, 10).Select(_ => cluster.Parts.Router.PickFirst(Operation.FromName("GetItem"))!.Address.Host), Is.All.EqualTo("10.0.0.1"));
    }

    [Test]
    public async Task The_routing_handler_accepts_a_registered_cluster_and_rejects_null()
    {
        _services.AddAlternatorLoadBalancing(Seed("10.0.0.1"));
        await using var provider = _services.BuildServiceProvider();

        Assert.That(() => new AlternatorRoutingHandler((IAlternatorCluster)null!), Throws.ArgumentNullException);
        Assert.That(() => new AlternatorRoutingHandler(provider.GetRequiredService<IAlternatorCluster>()), Throws.Nothing);
    }

    [Test]
    public void Registration_methods_reject_null_arguments()
    {
        Assert.That(() => _services.AddAlternatorLoadBalancing((Action<AlternatorOptions>)null!), Throws.ArgumentNullException);
        Assert.That(() => _services.AddAlternatorLoadBalancing((string)null!, Seed("10.0.0.1")), Throws.ArgumentNullException);
        Assert.That(() => ((IServiceCollection)null!).AddAlternatorLoadBalancing(Seed("10.0.0.1")), Throws.ArgumentNullException);
        Assert.That(() => ((IHttpClientBuilder)null!).AddAlternatorLoadBalancing(), Throws.ArgumentNullException);
    }

    private static Action<AlternatorOptions> Seed(string host) => options => options.Seeds.Add(TestNodes.Address(host));

    private sealed class FirstNodePolicy(string name) : IAlternatorLoadBalancingPolicy
    {
        public FirstNodePolicy()
            : this(nameof(FirstNodePolicy))
        {
        }

        public string Name => name;

        public AlternatorNode Pick(ReadOnlySpan<AlternatorNode> usable, in AlternatorPickContext context) => usable[0];
    }
}
