using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using AlternatorHandler.Options;
using AlternatorHandler.UnitTests.Wire.Fakes;
using AlternatorHandler.Wire.Signing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AlternatorHandler.UnitTests.Wire.Signing;

public sealed class SigningHandlerTests : IDisposable
{
    private readonly RecordingHandler _node = new();

    [Test]
    public async Task The_signature_covers_the_host_the_content_type_and_every_x_amz_header()
    {
        using var request = SigningSetup.GetItem();
        request.Headers.Add("X-Amz-Api-Version", "2012-08-10");
        request.Headers.Add("User-Agent", "orders/1.0");
        request.Headers.Add("Accept-Encoding", "gzip");
        request.Headers.Add("amz-sdk-request", "attempt=1");
        await SendAsync(request);

        Assert.That(_node.Sent[0]["Authorization"], Does.StartWith(
            "AWS4-HMAC-SHA256 Credential=alternator/20261122/us-east-1/dynamodb/aws4_request, SignedHeaders=content-type;host;x-amz-api-version;x-amz-date;x-amz-target, Signature="));
    }

    [Test]
    public async Task Signing_adds_only_the_date_and_the_authorization()
    {
        using var request = SigningSetup.GetItem();
        await SendAsync(request);

        Assert.That(_node.Sent[0].Keys, Is.EquivalentTo(["X-Amz-Target", "X-Amz-Date", "Authorization"]));
    }

    [TestCase("http://10.0.0.1:8000/", null, "10.0.0.1:8000")]
    [TestCase("http://10.0.0.1/", null, "10.0.0.1")]
    [TestCase("http://10.0.0.1:80/", null, "10.0.0.1")]
    [TestCase("http://10.0.0.1:443/", null, "10.0.0.1:443")]
    [TestCase("http://[fe80::1]:8000/", null, "[fe80::1]:8000")]
    [TestCase("http://bücher.example:8000/", null, "xn--bcher-kva.example:8000")]
    [TestCase("http://10.0.0.1:8000/", "alternator.example", "alternator.example")]
    public async Task The_host_is_signed_as_it_is_sent(string node, string? hostHeader, string expected)
    {
        using var wire = new WireTap();
        using var invoker = SigningSetup.Invoker(wire.Handler);
        using var request = SigningSetup.GetItem(node);
        request.Headers.Host = hostHeader;
        using var response = await invoker.SendAsync(request, default);

        Assert.Multiple(() =>
        {
            Assert.That(wire.Message["Host"], Is.EqualTo(expected));
            Assert.That(wire.Message.Verify(), Is.Null);
        });
    }

    [Test]
    public async Task Signing_a_message_again_for_another_node_replaces_the_first_signature()
    {
        using var wire = new WireTap();
        using var invoker = SigningSetup.Invoker(wire.Handler);
        using var request = SigningSetup.GetItem("http://10.0.0.1:8000/");
        using var first = await invoker.SendAsync(request, default);
        var signature = wire.Message["Authorization"];
        request.RequestUri = new Uri("http://10.0.0.2:8000/");
        using var second = await invoker.SendAsync(request, default);

        Assert.Multiple(() =>
        {
            Assert.That(wire.Message.Headers.Count(h => h.Name == "Authorization"), Is.EqualTo(1));
            Assert.That(wire.Message.Headers.Count(h => h.Name == "X-Amz-Date"), Is.EqualTo(1));
            Assert.That(wire.Message["Authorization"], Is.Not.EqualTo(signature));
            Assert.That(wire.Message.Verify(), Is.Null);
        });
    }

    [Test]
    public async Task A_request_that_is_already_signed_is_sent_unchanged([Values] bool sync)
    {
        using var request = SigningSetup.GetItem();
        request.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=other/20261122/eu-west-1/dynamodb/aws4_request, SignedHeaders=host;x-amz-date, Signature=00");
        request.Headers.TryAddWithoutValidation("X-Amz-Date", "20261122T000000Z");
        var before = request.ToString();
        await SendAsync(request, sync);

        Assert.Multiple(() =>
        {
            Assert.That(_node.Sent[0]["Authorization"], Does.Contain("Credential=other/"));
            Assert.That(_node.Sent[0]["X-Amz-Date"], Is.EqualTo("20261122T000000Z"));
            Assert.That(request.ToString(), Is.EqualTo(before));
        });
    }

    [Test]
    public void The_signature_is_removed_from_the_message_after_a_failed_request()
    {
        var failing = new RecordingHandler(_ => throw new HttpRequestException("reset"));
        using var invoker = SigningSetup.Invoker(failing);
        using var request = SigningSetup.GetItem();

        Assert.Multiple(() =>
        {
            Assert.That(() => invoker.SendAsync(request, default), Throws.TypeOf<HttpRequestException>());
            Assert.That(failing.Sent[0], Does.ContainKey("Authorization"));
            Assert.That(request.Headers.Select(h => h.Key), Is.EqualTo(["X-Amz-Target"]));
        });
    }

    [Test]
    public async Task A_synchronous_request_is_signed_and_sent_synchronously()
    {
        using var request = SigningSetup.GetItem();
        await SendAsync(request, sync: true);

        Assert.Multiple(() =>
        {
            Assert.That(_node.SynchronousSends, Is.EqualTo(1));
            Assert.That(_node.Sent[0], Does.ContainKey("Authorization"));
        });
    }

    [Test]
    public async Task A_one_way_body_is_signed_and_sent_with_its_length([Values] bool sync)
    {
        using var wire = new WireTap();
        using var invoker = SigningSetup.Invoker(wire.Handler);
        using var request = SigningSetup.GetItem();
        request.Content = new StreamContent(new OneWayStream(Encoding.UTF8.GetBytes(new string('ö', 100_000))));
        using var response = sync ? invoker.Send(request, default) : await invoker.SendAsync(request, default);

        Assert.Multiple(() =>
        {
            Assert.That(wire.Message["Content-Length"], Is.EqualTo("200000"));
            Assert.That(wire.Message.Verify(), Is.Null);
        });
    }

    [Test]
    public async Task JSON_content_is_signed_and_sent_with_its_length()
    {
        using var wire = new WireTap();
        using var invoker = SigningSetup.Invoker(wire.Handler);
        using var request = SigningSetup.GetItem();
        request.Content = JsonContent.Create(new { TableName = "größer" });
        using var response = await invoker.SendAsync(request, default);

        Assert.Multiple(() =>
        {
            Assert.That(wire.Message["Transfer-Encoding"], Is.Null);
            Assert.That(wire.Message["Content-Length"], Is.Not.Null);
            Assert.That(wire.Message.Verify(), Is.Null);
        });
    }

    [Test]
    public void A_stream_larger_than_a_node_accepts_is_not_buffered()
    {
        using var request = SigningSetup.GetItem();
        request.Content = new StreamContent(new OneWayStream(new byte[(16 * 1024 * 1024) + 1]) { Piece = 64 * 1024 });

        Assert.That(() => SendAsync(request), Throws.TypeOf<HttpRequestException>());
        Assert.That(_node.Sent, Is.Empty);
    }

    [Test]
    public async Task A_session_token_is_sent_and_signed()
    {
        var credentials = new AlternatorCredentials("temporary", "secret") { SessionToken = "token//==" };
        using var wire = new WireTap();
        using var invoker = SigningSetup.Invoker(wire.Handler, provider: new StaticCredentialsProvider(credentials));
        using var request = SigningSetup.GetItem();
        using var response = await invoker.SendAsync(request, default);

        Assert.Multiple(() =>
        {
            Assert.That(wire.Message["X-Amz-Security-Token"], Is.EqualTo("token//=="));
            Assert.That(wire.Message["Authorization"], Does.Contain(";x-amz-security-token;"));
            Assert.That(ReferenceVerifier.Verify(wire.Message, "temporary", "secret", SigningSetup.Noon), Is.Null);
            Assert.That(request.Headers.Select(h => h.Key), Is.EqualTo(["X-Amz-Target"]));
        });
    }

    [Test]
    public async Task Credentials_are_requested_for_each_attempt([Values] bool sync)
    {
        var provider = new RotatingProvider();
        using var invoker = SigningSetup.Invoker(_node, provider: provider);
        for (var i = 0; i < 2; i++)
        {
            using var request = SigningSetup.GetItem();
            using var response = sync ? invoker.Send(request, default) : await invoker.SendAsync(request, default);
        }

        Assert.Multiple(() =>
        {
            Assert.That(_node.Sent[0]["Authorization"], Does.Contain("Credential=user1/"));
            Assert.That(_node.Sent[1]["Authorization"], Does.Contain("Credential=user2/"));
        });
    }

    [Test]
    public void A_new_secret_changes_the_signing_key_and_an_equal_secret_keeps_it()
    {
        var keys = new SigningKeyCache(SigningHandler.DefaultRegion, "dynamodb");
        var first = keys.Get(new AlternatorCredentials("user", "first"), "20261122");

        Assert.Multiple(() =>
        {
            Assert.That(keys.Get(new AlternatorCredentials("user", "first"), "20261122"), Is.SameAs(first));
            Assert.That(keys.Get(new AlternatorCredentials("user", "second"), "20261122").Bytes.ToArray(), Is.Not.EqualTo(first.Bytes.ToArray()));
        });
    }

    [Test]
    public void A_body_that_fails_during_hashing_does_not_affect_the_next_hash()
    {
        var expected = SHA256.HashData("{}"u8);
        var hash = new byte[32];

        Assert.That(() => PayloadHash.Compute(new FailingContent(), hash), Throws.InstanceOf<Exception>());
        PayloadHash.Compute(new ByteArrayContent("{}"u8.ToArray()), hash);
        Assert.That(hash, Is.EqualTo(expected));
    }

    [Test]
    public async Task The_signing_key_changes_at_midnight_UTC()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 23, 59, 59, TimeSpan.Zero));
        using var wire = new WireTap();
        using var invoker = SigningSetup.Invoker(wire.Handler, time);
        var dates = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            using var request = SigningSetup.GetItem();
            using var response = await invoker.SendAsync(request, default);
            Assert.That(wire.Message.Verify(time.GetUtcNow()), Is.Null);
            dates.Add(wire.Message["Authorization"]!.Split('/')[1]);
            time.Advance(1.Seconds());
        }

        Assert.That(dates, Is.EqualTo(["20261122", "20261123"]));
    }

    [Test]
    public async Task Concurrent_requests_are_signed_correctly()
    {
        var signer = new RequestSigner(SigningHandler.DefaultRegion);
        var users = new AlternatorCredentials[] { new("a", "secret of a"), new("b", "secret of b") };
        await Parallel.ForAsync(0, 8_000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, (i, _) =>
        {
            var now = SigningSetup.Noon.AddHours(i % 5 * 6);
            var credentials = users[i % 2];
            var body = Encoding.UTF8.GetBytes($$"""{"Key":{{i}}}""");
            using var request = SigningSetup.GetItem($"http://10.0.0.{i % 200}:8000/");
            request.Content = new ReadOnlyMemoryContent(body);
            signer.Sign(request, credentials, now);
            var message = new WireMessage("POST", [("Host", request.RequestUri!.Authority), .. request.Headers.Select(h => (h.Key, h.Value.Single()))], body);
            Assert.That(ReferenceVerifier.Verify(message, credentials.User, credentials.Secret, now), Is.Null);
            return ValueTask.CompletedTask;
        });
    }

    [Test]
    public async Task Concurrent_threads_sign_correctly_with_one_key()
    {
        var key = new SigningKey(SigningSetup.Credentials, "20261122", SigningHandler.DefaultRegion, "dynamodb");
        using var start = new Barrier(8);
        var threads = Enumerable.Range(0, 8).Select(thread => Task.Factory.StartNew(
            () =>
            {
                var signature = new byte[32];
                var message = new byte[1024];
                start.SignalAndWait();
                for (var i = 0; i < 20_000; i++)
                {
                    message[0] = (byte)(i ^ thread);
                    key.Sign(message, signature);
                    Assert.That(signature.AsSpan().SequenceEqual(HMACSHA256.HashData(key.Bytes, message)), Is.True, $"request {i} of thread {thread}");
                }
            },
            TaskCreationOptions.LongRunning));

        await Task.WhenAll(threads);
    }

    [TestCase("")]
    [TestCase("eu west")]
    [TestCase("eu/west")]
    public void A_region_that_is_empty_or_contains_a_space_or_a_slash_is_rejected(string region)
    {
        Assert.That(
            () => new SigningHandler(new StaticCredentialsProvider(SigningSetup.Credentials), new SigningClock(), region, TimeProvider.System, NullLogger.Instance),
            Throws.InstanceOf<ArgumentException>());
    }

    public void Dispose() => _node.Dispose();

    private async Task SendAsync(HttpRequestMessage request, bool sync = false)
    {
        using var invoker = SigningSetup.Invoker(_node);
        using var response = sync ? invoker.Send(request, default) : await invoker.SendAsync(request, default);
    }
}
