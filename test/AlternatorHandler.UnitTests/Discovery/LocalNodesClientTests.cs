using System.Net;
using AlternatorHandler.Discovery;
using AlternatorHandler.Options;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Discovery;

public sealed class LocalNodesClientTests
{
    private readonly ManualTimeProvider _time = new();

    [TestCase("http://seed.example:8000/", "http://10.0.0.1:8000/ http://[fd00::1]:8000/")]
    [TestCase("https://seed.example/", "https://10.0.0.1/ https://[fd00::1]/")]
    public async Task Listed_nodes_have_the_scheme_and_port_of_the_node_that_lists_them(string seed, string expected)
    {
        var (_, nodes) = await Client("""["10.0.0.1","fd00::1"]""").GetNodesAsync(new Uri(seed), new Uri(seed), "/localnodes", null, CancellationToken.None);

        Assert.That(string.Join(' ', nodes), Is.EqualTo(expected));
    }

    [TestCase("10.0.0.1", "10.0.0.2 fd00::2", 6, Description = "global scope to global scope")]
    [TestCase("seed.example", "10.0.0.2 fd00::2", 6)]
    [TestCase("169.254.0.1", "169.254.169.254 fe80::1 ::ffff:169.254.0.2 10.0.0.2 fd00::2", 3)]
    [TestCase("[fe80::9]", "169.254.169.254 fe80::1 ::ffff:169.254.0.2 10.0.0.2 fd00::2", 3)]
    [TestCase("127.0.0.9", "127.0.0.1 ::1 ::ffff:127.0.0.1 169.254.169.254 fe80::1 ::ffff:169.254.0.2 10.0.0.2 fd00::2", 0)]
    [TestCase("localhost", "127.0.0.1 ::1 ::ffff:127.0.0.1 169.254.169.254 fe80::1 ::ffff:169.254.0.2 10.0.0.2 fd00::2", 0)]
    [TestCase("[::1]", "127.0.0.1 ::1 ::ffff:127.0.0.1 169.254.169.254 fe80::1 ::ffff:169.254.0.2 10.0.0.2 fd00::2", 0)]
    public async Task An_address_of_a_smaller_scope_than_that_of_the_listing_node_is_skipped(string source, string expected, int skipped)
    {
        var client = Client("""["127.0.0.1","::1","::ffff:127.0.0.1","169.254.169.254","fe80::1","::ffff:169.254.0.2","10.0.0.2","fd00::2"]""");

        var (response, nodes) = await client.GetNodesAsync(TestNodes.Address(source), TestNodes.Address("10.9.9.9"), "/localnodes", null, CancellationToken.None);

        Assert.That(string.Join(' ', response.Addresses), Is.EqualTo(expected));
        Assert.That(nodes, Has.Count.EqualTo(response.Addresses.Count));
        Assert.That((response.Skipped, response.Example is null), Is.EqualTo((skipped, skipped == 0)));
    }

    [TestCase("""["10.0.0.2","127.0.0.1","169.254.0.1"]""", "127.0.0.1")]
    [TestCase("""["evil.example","127.0.0.1"]""", "evil.example")]
    public async Task The_example_of_skipped_entries_is_the_first_skipped_entry(string response, string example)
    {
        var (parsed, _) = await Client(response).GetNodesAsync(TestNodes.Address("10.0.0.1"), TestNodes.Address("10.0.0.1"), "/localnodes", null, CancellationToken.None);

        Assert.That(parsed.Example, Is.EqualTo(example));
    }

    [Test]
    public async Task A_list_request_has_the_configured_host()
    {
        HttpRequestMessage? sent = null;
        var client = new LocalNodesClient(
            new HttpMessageInvoker(new StubTransport(request =>
            {
                sent = request;
                return StubTransport.Respond(HttpStatusCode.OK, "[]");
            })),
            new LiveOptions(new()),
            "alternator.example",
            _time);

        await client.GetNodesAsync(TestNodes.Address("10.0.0.1"), TestNodes.Address("10.0.0.1"), "/localnodes", null, CancellationToken.None);

        Assert.That($"{sent!.Method} {sent.RequestUri} {sent.Headers.Host}", Is.EqualTo("GET http://10.0.0.1:8000/localnodes alternator.example"));
    }

    [Test]
    public void A_list_response_longer_than_1_MiB_is_rejected()
    {
        var client = Client($"[\"{new string('x', 1024 * 1024)}\"]");

        Assert.That(() => client.GetNodesAsync(TestNodes.Address("10.0.0.1"), TestNodes.Address("10.0.0.1"), "/localnodes", null, CancellationToken.None), Throws.InstanceOf<FormatException>().With.Message.Contains("1048576"));
    }

    [Test]
    public async Task A_list_response_of_1_MiB_is_read()
    {
        var client = Client("[\"10.0.0.1\"".PadRight((1024 * 1024) - 1) + "]");

        var (_, nodes) = await client.GetNodesAsync(TestNodes.Address("10.0.0.1"), TestNodes.Address("10.0.0.1"), "/localnodes", null, CancellationToken.None);

        Assert.That(nodes, Has.Count.EqualTo(1));
    }

    [TestCase(HttpStatusCode.NotFound)]
    [TestCase(HttpStatusCode.TemporaryRedirect)]
    [TestCase(HttpStatusCode.InternalServerError)]
    public void A_list_response_without_a_success_status_is_rejected(HttpStatusCode status)
    {
        var client = Client("""["10.0.0.1"]""", status);

        Assert.That(
            () => client.GetNodesAsync(TestNodes.Address("10.0.0.1"), TestNodes.Address("10.0.0.1"), "/localnodes", null, CancellationToken.None),
            Throws.InstanceOf<FormatException>().With.Message.EqualTo($"status {(int)status}"));
    }

    [Test]
    public void A_list_request_without_a_response_ends_after_the_timeout()
    {
        var request = Silent().GetNodesAsync(TestNodes.Address("10.0.0.1"), TestNodes.Address("10.0.0.1"), "/localnodes", null, CancellationToken.None);
        Assert.That(request.IsCompleted, Is.False);

        _time.Advance(2.Seconds());

        Assert.That(() => request.WaitAsync(20.Seconds()), Throws.InstanceOf<TimeoutException>().With.Message.EqualTo("no response within 2 s"));
        Assert.That(_time.PendingTimers, Is.Zero);
    }

    [Test]
    public void Cancellation_of_a_list_request_is_not_reported_as_a_timeout()
    {
        using var cancellation = new CancellationTokenSource();
        var request = Silent().GetNodesAsync(TestNodes.Address("10.0.0.1"), TestNodes.Address("10.0.0.1"), "/localnodes", null, cancellation.Token);

        cancellation.Cancel();

        Assert.That(() => request.WaitAsync(20.Seconds()), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void A_connect_timeout_of_a_list_request_is_rethrown_unchanged()
    {
        var client = new LocalNodesClient(
            new HttpMessageInvoker(new StubTransport((_, _) => throw new TaskCanceledException("connect", new TimeoutException()))),
            new LiveOptions(new()),
            null,
            _time);

        Assert.That(() => client.GetNodesAsync(TestNodes.Address("10.0.0.1"), TestNodes.Address("10.0.0.1"), "/localnodes", null, CancellationToken.None), Throws.TypeOf<TaskCanceledException>());
    }

    private LocalNodesClient Client(string response, HttpStatusCode status = HttpStatusCode.OK) =>
        new(new HttpMessageInvoker(new StubTransport(_ => StubTransport.Respond(status, response))), new LiveOptions(new()), null, _time);

    private LocalNodesClient Silent() => new(
        new HttpMessageInvoker(new StubTransport(async (_, cancellationToken) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            throw new InvalidOperationException();
        })),
        new LiveOptions(new()),
        null,
        _time);
}
