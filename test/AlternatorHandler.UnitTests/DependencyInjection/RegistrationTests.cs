using AlternatorHandler.Protocol;
using AlternatorHandler.UnitTests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AlternatorHandler.UnitTests.DependencyInjection;

public sealed class RegistrationTests
{
    private readonly ServiceCollection _services = new();

    [Test]
    public async Task A_plain_service_collection_is_enough()
    {
        _services.AddAlternatorLoadBalancing(Seed("10.0.0.1"));
        await using var provider = _services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

        var cluster = provider.GetRequiredService<IAlternatorCluster>();

        Assert.That(cluster.Name, Is.Empty);
        Assert.That(cluster.Nodes.Select(node => node.Address), Is.EqualTo([TestNodes.Address("10.0.0.1")]));
        Assert.That(provider.GetRequiredService<IAlternatorCluster>(), Is.SameAs(cluster));
    }

    [Test]
    public async Task Registering_twice_adds_up_and_makes_one_cluster()
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
    public async Task Named_clusters_share_nothing()
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
    public async Task Registered_clusters_are_found_once_each_whatever_else_is_registered()
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
    public async Task A_named_cluster_alone_is_not_the_one_without_a_name()
    {
        _services.AddAlternatorLoadBalancing("reports", Seed("10.0.0.1"));
        await using var provider = _services.BuildServiceProvider();

        Assert.That(provider.GetService<IAlternatorCluster>(), Is.Null);
    }

    [TestCase(null, "No Alternator cluster is registered. Call services.AddAlternatorLoadBalancing(...).")]
    [TestCase("reports", "No Alternator cluster named 'reports' is registered. Call services.AddAlternatorLoadBalancing(\"reports\", ...).")]
    public async Task A_client_of_an_unregistered_cluster_throws(string? name, string expected)
    {
        _services.AddAlternatorLoadBalancing("other", Seed("10.0.0.1"));
        _services.AddHttpClient("client").AddAlternatorLoadBalancing(name);
        await using var provider = _services.BuildServiceProvider();

        Assert.That(
            () => provider.GetRequiredService<IHttpClientFactory>().CreateClient("client"),
            Throws.InvalidOperationException.With.Message.EqualTo(expected));
    }

    [Test]
    public async Task A_client_without_an_address_gets_that_of_the_first_seed()
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
    public async Task Invalid_options_throw_on_first_use()
    {
        _services.AddAlternatorLoadBalancing(options => options.Retry.MaxAttempts = 99);
        await using var provider = _services.BuildServiceProvider();

        Assert.That(
            () => provider.GetRequiredService<IAlternatorCluster>(),
            Throws.InstanceOf<OptionsValidationException>().With.Message.Contains("Seeds is empty").And.Message.Contains("Retry:MaxAttempts (99)"));
    }

    [Test]
    public async Task Invalid_circuit_breaker_options_throw_before_a_node_uses_them()
    {
        _services.AddAlternatorLoadBalancing(Seed("10.0.0.1")).ConfigureCircuitBreaker(breaker => breaker.FailureRatio = 7);
        await using var provider = _services.BuildServiceProvider();

        Assert.That(() => provider.GetRequiredService<IAlternatorCluster>(), Throws.Exception.With.Message.Contains("FailureRatio"));
    }

    [Test]
    public async Task A_policy_of_the_users_own_is_found_by_its_name()
    {
        _services.AddSingleton<IAlternatorLoadBalancingPolicy, AlwaysTheFirst>();
        _services.AddAlternatorLoadBalancing(options =>
        {
            options.LoadBalancingPolicy = "AlwaysTheFirst";
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
    public async Task A_policy_of_the_users_own_may_replace_a_built_in_one()
    {
        _services.AddAlternatorLoadBalancing(options =>
        {
            Seed("10.0.0.1")(options);
            Seed("10.0.0.2")(options);
        });
        _services.AddSingleton<IAlternatorLoadBalancingPolicy>(new AlwaysTheFirst("LeastRequests"));
        await using var provider = _services.BuildServiceProvider();
        var cluster = (AlternatorCluster)provider.GetRequiredService<IAlternatorCluster>();
        cluster.Parts.Nodes.Replace(0, cluster.Parts.Live.Current.Seeds, node => node.Condition = node.Condition with { State = AlternatorNodeState.Up });

        Assert.That(Enumerable.Range(0, 10).Select(_ => cluster.Parts.Router.PickFirst(Operation.FromName("GetItem"))!.Address.Host), Is.All.EqualTo("10.0.0.1"));
    }

    [Test]
    public async Task The_handler_takes_only_the_clusters_that_are_registered()
    {
        _services.AddAlternatorLoadBalancing(Seed("10.0.0.1"));
        await using var provider = _services.BuildServiceProvider();

        Assert.That(() => new AlternatorRoutingHandler((IAlternatorCluster)null!), Throws.ArgumentNullException);
        Assert.That(() => new AlternatorRoutingHandler(provider.GetRequiredService<IAlternatorCluster>()), Throws.Nothing);
    }

    [Test]
    public void Nothing_is_registered_for_nothing()
    {
        Assert.That(() => _services.AddAlternatorLoadBalancing((Action<AlternatorOptions>)null!), Throws.ArgumentNullException);
        Assert.That(() => _services.AddAlternatorLoadBalancing((string)null!, Seed("10.0.0.1")), Throws.ArgumentNullException);
        Assert.That(() => ((IServiceCollection)null!).AddAlternatorLoadBalancing(Seed("10.0.0.1")), Throws.ArgumentNullException);
        Assert.That(() => ((IHttpClientBuilder)null!).AddAlternatorLoadBalancing(), Throws.ArgumentNullException);
    }

    private static Action<AlternatorOptions> Seed(string host) => options => options.Seeds.Add(TestNodes.Address(host));

    private sealed class AlwaysTheFirst(string name) : IAlternatorLoadBalancingPolicy
    {
        public AlwaysTheFirst()
            : this(nameof(AlwaysTheFirst))
        {
        }

        public string Name => name;

        public AlternatorNode Pick(ReadOnlySpan<AlternatorNode> usable, in AlternatorPickContext context) => usable[0];
    }
}
