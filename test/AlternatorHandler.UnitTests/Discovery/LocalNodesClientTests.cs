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
    public async Task Nodes_have_the_scheme_and_the_port_of_the_one_that_lists_them(string seed, string expected)
    {
        var (_, nodes) = await Client("""["10.0.0.1","fd00::1"]""").GetNodesAsync(new Uri(seed), new Uri(seed), "/localnodes", null, CancellationToken.None);

        Assert.That(string.Join(' ', nodes), Is.EqualTo(expected));
    }

    [TestCase("10.0.0.1", "10.0.0.2 fd00::2", 6, Description = "from anywhere to anywhere")]
    [TestCase("seed.example", "10.0.0.2 fd00::2", 6)]
    [TestCase("169.254.0.1", "169.254.169.254 fe80::1 ::ffff:169.254.0.2 10.0.0.2 fd00::2", 3)]
    [TestCase("[fe80::9]", "169.254.169.254 fe80::1 ::ffff:169.254.0.2 10.0.0.2 fd00::2", 3)]
    [TestCase("127.0.0.9", "127.0.0.1 ::1 ::ffff:127.0.0.1 169.254.169.254 fe80::1 ::ffff:169.254.0.2 10.0.0.2 fd00::2", 0)]
    [TestCase("localhost", "127.0.0.1 ::1 ::ffff:127.0.0.1 169.254.169.254 fe80::1 ::ffff:169.254.0.2 10.0.0.2 fd00::2", 0)]
    [TestCase("[::1]", "127.0.0.1 ::1 ::ffff:127.0.0.1 169.254.169.254 fe80::1 ::ffff:169.254.0.2 10.0.0.2 fd00::2", 0)]
    public async Task A_node_has_no_address_that_reaches_less_far_than_that_of_the_node_that_lists_it(string teller, string expected, int skipped)
    {
        var client = Client("""["127.0.0.1","::1","::ffff:127.0.0.1","169.254.169.254","fe80::1","::ffff:169.254.0.2","10.0.0.2","fd00::2"]""");

        var (answer, nodes) = await client.GetNodesAsync(TestNodes.Address(teller), TestNodes.Address("10.9.9.9"), "/localnodes", null, CancellationToken.None);

        Assert.That(string.Join(' ', answer.Addresses), Is.EqualTo(expected));
        Assert.That(nodes, Has.Count.EqualTo(answer.Addresses.Count));
        Assert.That((answer.Skipped, answer.Example is null), Is.EqualTo((skipped, skipped == 0)));
    }

    [TestCase("""["10.0.0.2","127.0.0.1","169.254.0.1"]""", "127.0.0.1")]
    [TestCase("""["evil.example","127.0.0.1"]""", "evil.example")]
    public async Task An_example_of_what_is_not_believed_is_one_that_is_not(string answer, string example)
    {
        var (parsed, _) = await Client(answer).GetNodesAsync(TestNodes.Address("10.0.0.1"), TestNodes.Address("10.0.0.1"), "/localnodes", null, CancellationToken.None);

        Assert.That(parsed.Example, Is.EqualTo(example));
    }

    [Test]
    public async Task The_question_goes_to_the_node_with_the_configured_host()
    {
        HttpRequestMessage? seen = null;
        var client = new LocalNodesClient(
            new HttpMessageInvoker(new StubTransport(request =>
            {
                seen = request;
                return StubTransport.Reply(HttpStatusCode.OK, "[]");
            })),
            new LiveOptions(new()),
            "alternator.example",
            _time);

        await client.GetNodesAsync(TestNodes.Address("10.0.0.1"), TestNodes.Address("10.0.0.1"), "/localnodes", null, CancellationToken.None);

        Assert.That($"{seen!.Method} {seen.RequestUri} {seen.Headers.Host}", Is.EqualTo("GET http://10.0.0.1:8000/localnodes alternator.example"));
    }

    [Test]
    public void A_response_longer_than_a_mebibyte_is_refused()
    {
        var client = Client($"[\"{new string('x', 1024 * 1024)}\"]");

        Assert.That(() => client.GetNodesAsync(TestNodes.Address("10.0.0.1"), TestNodes.Address("10.0.0.1"), "/localnodes", null, CancellationToken.None), Throws.InstanceOf<FormatException>().With.Message.Contains("1048576"));
    }

    [Test]
    public async Task A_response_of_a_mebibyte_is_read()
    {
        var client = Client("[\"10.0.0.1\"".PadRight((1024 * 1024) - 1) + "]");

        var (_, nodes) = await client.GetNodesAsync(TestNodes.Address("10.0.0.1"), TestNodes.Address("10.0.0.1"), "/localnodes", null, CancellationToken.None);

        Assert.That(nodes, Has.Count.EqualTo(1));
    }

    [TestCase(HttpStatusCode.NotFound)]
    [TestCase(HttpStatusCode.TemporaryRedirect)]
    [TestCase(HttpStatusCode.InternalServerError)]
    public void A_reply_that_is_no_success_is_no_list(HttpStatusCode status)
    {
        var client = Client("""["10.0.0.1"]""", status);

        Assert.That(
            () => client.GetNodesAsync(TestNodes.Address("10.0.0.1"), TestNodes.Address("10.0.0.1"), "/localnodes", null, CancellationToken.None),
            Throws.InstanceOf<FormatException>().With.Message.EqualTo($"answered {(int)status}"));
    }

    [Test]
    public void A_node_that_does_not_answer_is_given_up_after_the_timeout()
    {
        var asked = Silent().GetNodesAsync(TestNodes.Address("10.0.0.1"), TestNodes.Address("10.0.0.1"), "/localnodes", null, CancellationToken.None);
        Assert.That(asked.IsCompleted, Is.False);

        _time.Advance(2.Seconds());

        Assert.That(() => asked.WaitAsync(20.Seconds()), Throws.InstanceOf<TimeoutException>().With.Message.EqualTo("no answer for 2 s"));
        Assert.That(_time.PendingTimers, Is.Zero);
    }

    [Test]
    public void The_callers_cancellation_is_no_timeout()
    {
        using var cancellation = new CancellationTokenSource();
        var asked = Silent().GetNodesAsync(TestNodes.Address("10.0.0.1"), TestNodes.Address("10.0.0.1"), "/localnodes", null, cancellation.Token);

        cancellation.Cancel();

        Assert.That(() => asked.WaitAsync(20.Seconds()), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void A_connect_timeout_is_reported_as_a_connect_timeout()
    {
        var client = new LocalNodesClient(
            new HttpMessageInvoker(new StubTransport((_, _) => throw new TaskCanceledException("connect", new TimeoutException()))),
            new LiveOptions(new()),
            null,
            _time);

        Assert.That(() => client.GetNodesAsync(TestNodes.Address("10.0.0.1"), TestNodes.Address("10.0.0.1"), "/localnodes", null, CancellationToken.None), Throws.TypeOf<TaskCanceledException>());
    }

    private LocalNodesClient Client(string answer, HttpStatusCode status = HttpStatusCode.OK) =>
        new(new HttpMessageInvoker(new StubTransport(_ => StubTransport.Reply(status, answer))), new LiveOptions(new()), null, _time);

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
