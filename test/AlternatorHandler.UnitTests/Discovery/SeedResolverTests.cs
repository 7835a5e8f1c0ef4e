using System.Net;
using AlternatorHandler.Discovery;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Discovery;

public sealed class SeedResolverTests
{
    private readonly TestNodes _nodes = new(["seed.example"], SeedOptions());
    private Func<Task<IPAddress[]>> _resolve = () => Task.FromResult<IPAddress[]>([IPAddress.Parse("10.0.0.1"), IPAddress.Parse("10.0.0.2")]);

    [Test]
    public async Task A_seed_name_is_replaced_by_all_its_addresses_and_becomes_their_host()
    {
        var resolver = Resolver();

        Assert.That(await resolver.ResolveAsync(CancellationToken.None), Is.False, "the configured names have not changed");

        Assert.That(TestNodes.Hosts(_nodes.Table.Current.Seeds), Is.EqualTo("10.0.0.1 10.0.0.2"));
        Assert.That(_nodes.Table.Current.Seeds.Select(resolver.GetHost), Is.All.EqualTo("seed.example:8000"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_seed_name_that_no_longer_resolves_keeps_its_addresses(bool fails)
    {
        var resolver = Resolver();
        await resolver.ResolveAsync(CancellationToken.None);

        _resolve = fails ? () => throw new InvalidOperationException("no such host") : () => Task.FromResult<IPAddress[]>([]);
        await resolver.ResolveAsync(CancellationToken.None);

        Assert.That(TestNodes.Hosts(_nodes.Table.Current.Seeds), Is.EqualTo("10.0.0.1 10.0.0.2"));
        Assert.That(_nodes.Log.Messages, fails ? Has.One.Contains("no such host") : Is.Empty);
    }

    [Test]
    public async Task Resolution_of_a_seed_name_is_canceled_after_the_timeout()
    {
        _resolve = () => new TaskCompletionSource<IPAddress[]>().Task;
        var resolving = Resolver().ResolveAsync(CancellationToken.None);
        Assert.That(resolving.IsCompleted, Is.False);

        _nodes.Time.Advance(2.Seconds());
        await resolving.WaitAsync(20.Seconds());

        Assert.That(TestNodes.Hosts(_nodes.Table.Current.Seeds), Is.EqualTo("seed.example"));
        Assert.That(_nodes.Log.Count("NameNotResolved"), Is.EqualTo(1));
    }

    [Test]
    public void A_canceled_resolution_is_not_logged()
    {
        _resolve = () => new TaskCompletionSource<IPAddress[]>().Task;
        using var cancellation = new CancellationTokenSource();
        var resolving = Resolver().ResolveAsync(cancellation.Token);

        cancellation.Cancel();

        Assert.That(() => resolving.WaitAsync(20.Seconds()), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_nodes.Log.Messages, Is.Empty);
    }

    private static AlternatorOptions SeedOptions()
    {
        var options = new AlternatorOptions();
        options.Seeds.Add(TestNodes.Address("seed.example"));
        return options;
    }

    private SeedResolver Resolver() => _nodes.Resolver(new DelegateResolver(() => _resolve()));

    private sealed class DelegateResolver(Func<Task<IPAddress[]>> resolve) : INameResolver
    {
        public Task<IPAddress[]> ResolveAsync(string name, CancellationToken cancellationToken) => resolve();
    }
}
