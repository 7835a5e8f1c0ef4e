using System.Text;
using AlternatorHandler.Affinity;
using AlternatorHandler.Protocol;
using AlternatorHandler.UnitTests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace AlternatorHandler.UnitTests.Affinity;

internal sealed class KeyAffinityTests : ITableDescriber
{
    private static readonly string Put = Body.Put(Body.S("id", "a"));

    private readonly List<string> _described = [];

    [TestCase("PutItem")]
    [TestCase("DeleteItem")]
    [TestCase("UpdateItem")]
    public void A_write_prefers_a_node_by_its_key(string operation)
    {
        var body = operation == "PutItem" ? Put : Body.Delete(Body.S("id", "a"));

        Assert.That(Hashes(operation, new StringContent(body)), Is.EqualTo([Scan.OfString("a")]));
    }

    [Test]
    public void A_batch_prefers_a_node_by_its_keys() =>
        Assert.That(Hashes("BatchWriteItem", new StringContent(Body.Batch(("orders", Body.PutRequest(Body.S("id", "a")))))), Is.EqualTo([Scan.OfString("a")]));

    [TestCase("GetItem")]
    [TestCase("Query")]
    [TestCase("PutItemX")]
    public void What_does_not_write_prefers_none(string operation) => Assert.That(Hashes(operation, new StringContent(Put)), Is.Null);

    [Test]
    public void Any_body_in_memory_is_read_and_no_other()
    {
        var bytes = Encoding.UTF8.GetBytes(Put);

        Assert.That(Hashes("PutItem", new ByteArrayContent(bytes)), Is.Not.Null);
        Assert.That(Hashes("PutItem", new ReadOnlyMemoryContent(bytes)), Is.Not.Null);
        Assert.That(Hashes("PutItem", new StreamContent(new MemoryStream(bytes))), Is.Null, "it could not be sent any more");
        Assert.That(Hashes("PutItem", null), Is.Null);
    }

    [Test]
    public void A_body_that_the_caller_compressed_is_not_read()
    {
        var content = new StringContent(Put);
        content.Headers.ContentEncoding.Add("gzip");

        Assert.That(Hashes("PutItem", content), Is.Null);
    }

    [TestCase("ResourceNotFoundException", true)]
    [TestCase("ValidationException", true)]
    [TestCase("ConditionalCheckFailedException", false)]
    [TestCase("", false)]
    public async Task A_table_that_may_have_changed_is_described_again(string error, bool isForgotten)
    {
        var affinity = Affinity();
        await LearnAsync(affinity);

        affinity.OnRejected(Request("PutItem", new StringContent(Put)), error);

        Assert.That(Of(affinity, "PutItem", new StringContent(Put)) is null, Is.EqualTo(isForgotten));

        // Write by write: the first question may not have ended yet when the key is known, and there is only one at a time.
        await Eventually.TrueAsync(() => Of(affinity, "PutItem", new StringContent(Put)) is not null && _described.Count == (isForgotten ? 2 : 1), within: 20.Seconds());
        Assert.That(_described, Is.All.EqualTo("orders"));
    }

    [Test]
    public void The_configured_key_of_a_table_is_never_replaced()
    {
        var affinity = Affinity(("orders", "id"));

        affinity.OnRejected(Request("PutItem", new StringContent(Put)), "ResourceNotFoundException");

        Assert.That(Of(affinity, "PutItem", new StringContent(Put)), Is.Not.Null);
        Assert.That(_described, Is.Empty);
    }

    [Test]
    public async Task The_refusal_of_a_body_that_is_not_in_memory_says_nothing()
    {
        var affinity = Affinity();
        await LearnAsync(affinity);

        affinity.OnRejected(Request("PutItem", new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(Put)))), "ResourceNotFoundException");

        Assert.That(Of(affinity, "PutItem", new StringContent(Put)), Is.Not.Null);
    }

    private static HttpRequestMessage Request(string operation, HttpContent? content)
    {
        var request = TestCall.Request(operation, content);
        request.Content = content;
        return request;
    }

    private static AffinityRequest? Of(AffinityFinder affinity, string operation, HttpContent? content)
    {
        using var request = Request(operation, content);
        return affinity.Find(request, Operation.FromRequest(request));
    }

    private long[]? Hashes(string operation, HttpContent? content) => Of(Affinity(("orders", "id")), operation, content)?.Hashes.ToArray();

    private AffinityFinder Affinity(params (string Table, string Key)[] configured)
    {
        var names = new PartitionKeyNames(configured.ToDictionary(pair => pair.Table, pair => pair.Key));
        _ = new PartitionKeyLearner(names, this, new ManualTimeProvider(), NullLogger.Instance, CancellationToken.None);
        return new AffinityFinder(AlternatorKeyAffinityMode.AnyWrite, names);
    }

    Task<TableDescription> ITableDescriber.DescribeAsync(string table, CancellationToken cancellationToken)
    {
        lock (_described)
        {
            _described.Add(table);
        }

        return Task.FromResult(new TableDescription("id", IsFinal: true, string.Empty));
    }

    private static Task LearnAsync(AffinityFinder affinity) => Eventually.TrueAsync(() => Of(affinity, "PutItem", new StringContent(Put)) is not null, within: 20.Seconds());
}
