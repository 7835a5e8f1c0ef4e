using System.Text;
using AlternatorHandler.Affinity;
using AlternatorHandler.Protocol;
using AlternatorHandler.UnitTests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace AlternatorHandler.UnitTests.Affinity;

internal sealed class AffinityFinderTests : ITableDescriber
{
    private static readonly string Put = Body.Put(Body.S("id", "a"));

    private readonly List<string> _described = [];

    [TestCase("PutItem")]
    [TestCase("DeleteItem")]
    [TestCase("UpdateItem")]
    public void A_write_prefers_a_node_by_its_key(string operation)
    {
        var body = operation == "PutItem" ? Put : Body.Delete(Body.S("id", "a"));

        Assert.That(Hashes(operation, new StringContent(body)), Is.EqualTo([Scan.HashString("a")]));
    }

    [Test]
    public void A_batch_prefers_a_node_by_its_keys() =>
        Assert.That(Hashes("BatchWriteItem", new StringContent(Body.Batch(("orders", Body.PutRequest(Body.S("id", "a")))))), Is.EqualTo([Scan.HashString("a")]));

    [TestCase("GetItem")]
    [TestCase("Query")]
    [TestCase("PutItemX")]
    public void An_operation_other_than_an_item_write_prefers_no_node(string operation) => Assert.That(Hashes(operation, new StringContent(Put)), Is.Null);

    [Test]
    public void Only_a_body_in_memory_is_read()
    {
        var bytes = Encoding.UTF8.GetBytes(Put);

        Assert.That(Hashes("PutItem", new ByteArrayContent(bytes)), Is.Not.Null);
        Assert.That(Hashes("PutItem", new ReadOnlyMemoryContent(bytes)), Is.Not.Null);
        Assert.That(Hashes("PutItem", new StreamContent(new MemoryStream(bytes))), Is.Null, "reading a stream consumes it");
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
    public async Task A_table_is_described_again_after_an_error_that_indicates_a_change(string error, bool isRemoved)
    {
        var finder = Finder();
        await LearnAsync(finder);

        finder.OnRejected(Request("PutItem", new StringContent(Put)), error);

        Assert.That(Find(finder, "PutItem", new StringContent(Put)) is null, Is.EqualTo(isRemoved));

        // Repeated for each write: the first description may still be running when its key becomes known, and only one runs at a time.
        await Eventually.TrueAsync(() => Find(finder, "PutItem", new StringContent(Put)) is not null && _described.Count == (isRemoved ? 2 : 1), within: 20.Seconds());
        Assert.That(_described, Is.All.EqualTo("orders"));
    }

    [Test]
    public void A_configured_table_is_not_described_after_an_error()
    {
        var finder = Finder(("orders", "id"));

        finder.OnRejected(Request("PutItem", new StringContent(Put)), "ResourceNotFoundException");

        Assert.That(Find(finder, "PutItem", new StringContent(Put)), Is.Not.Null);
        Assert.That(_described, Is.Empty);
    }

    [Test]
    public async Task An_error_for_a_body_that_is_not_in_memory_removes_no_table()
    {
        var finder = Finder();
        await LearnAsync(finder);

        finder.OnRejected(Request("PutItem", new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(Put)))), "ResourceNotFoundException");

        Assert.That(Find(finder, "PutItem", new StringContent(Put)), Is.Not.Null);
    }

    private static HttpRequestMessage Request(string operation, HttpContent? content)
    {
        var request = TestCall.Request(operation, content);
        request.Content = content;
        return request;
    }

    private static AffinityRequest? Find(AffinityFinder finder, string operation, HttpContent? content)
    {
        using var request = Request(operation, content);
        return finder.Find(request, Operation.FromRequest(request));
    }

    private long[]? Hashes(string operation, HttpContent? content) => Find(Finder(("orders", "id")), operation, content)?.Hashes.ToArray();

    private AffinityFinder Finder(params (string Table, string Key)[] configured)
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

    private static Task LearnAsync(AffinityFinder finder) => Eventually.TrueAsync(() => Find(finder, "PutItem", new StringContent(Put)) is not null, within: 20.Seconds());
}
