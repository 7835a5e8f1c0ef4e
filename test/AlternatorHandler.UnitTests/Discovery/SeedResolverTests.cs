using System.Net;
using AlternatorHandler.Discovery;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Discovery;

public sealed class SeedResolverTests
{
    private readonly TestNodes _nodes = new(["seed.example"], Seeded());
    private Func<Task<IPAddress[]>> _answer = () => Task.FromResult<IPAddress[]>([IPAddress.Parse("10.0.0.1"), IPAddress.Parse("10.0.0.2")]);

    [Test]
    public async Task A_name_stands_for_all_addresses_that_it_resolves_to_and_is_their_host()
    {
        var names = Names();

        Assert.That(await names.ResolveAsync(CancellationToken.None), Is.False, "the names are those of before");

        Assert.That(TestNodes.Hosts(_nodes.Table.Current.Seeds), Is.EqualTo("10.0.0.1 10.0.0.2"));
        Assert.That(_nodes.Table.Current.Seeds.Select(names.GetHost), Is.All.EqualTo("seed.example:8000"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_name_that_no_longer_resolves_keeps_its_addresses(bool fails)
    {
        var names = Names();
        await names.ResolveAsync(CancellationToken.None);

        _answer = fails ? () => throw new InvalidOperationException("no such host") : () => Task.FromResult<IPAddress[]>([]);
        await names.ResolveAsync(CancellationToken.None);

        Assert.That(TestNodes.Hosts(_nodes.Table.Current.Seeds), Is.EqualTo("10.0.0.1 10.0.0.2"));
        Assert.That(_nodes.Log.Messages, fails ? Has.One.Contains("no such host") : Is.Empty);
    }

    [Test]
    public async Task A_resolver_that_does_not_answer_is_given_up_after_the_timeout()
    {
        _answer = () => new TaskCompletionSource<IPAddress[]>().Task;
        var resolving = Names().ResolveAsync(CancellationToken.None);
        Assert.That(resolving.IsCompleted, Is.False);

        _nodes.Time.Advance(2.Seconds());
        await resolving.WaitAsync(20.Seconds());

        Assert.That(TestNodes.Hosts(_nodes.Table.Current.Seeds), Is.EqualTo("seed.example"));
        Assert.That(_nodes.Log.Count("NameNotResolved"), Is.EqualTo(1));
    }

    [Test]
    public void A_refresh_that_is_cancelled_says_nothing_of_the_name()
    {
        _answer = () => new TaskCompletionSource<IPAddress[]>().Task;
        using var cancellation = new CancellationTokenSource();
        var resolving = Names().ResolveAsync(cancellation.Token);

        cancellation.Cancel();

        Assert.That(() => resolving.WaitAsync(20.Seconds()), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_nodes.Log.Messages, Is.Empty);
    }

    private static AlternatorOptions Seeded()
    {
        var options = new AlternatorOptions();
        options.Seeds.Add(TestNodes.Address("seed.example"));
        return options;
    }

    private SeedResolver Names() => _nodes.Names(new Resolver(() => _answer()));

    private sealed class Resolver(Func<Task<IPAddress[]>> answer) : INameResolver
    {
        public Task<IPAddress[]> ResolveAsync(string name, CancellationToken cancellationToken) => answer();
    }
}
