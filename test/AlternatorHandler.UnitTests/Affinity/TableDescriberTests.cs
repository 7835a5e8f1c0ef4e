using System.Net;
using AlternatorHandler.Affinity;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Affinity;

public sealed class TableDescriberTests
{
    private const string Keys = """{"Table":{"KeySchema":[{"AttributeName":"at","KeyType":"RANGE"},{"AttributeName":"customer","KeyType":"HASH"}]}}""";

    [Test]
    public async Task The_request_is_one_that_the_sdk_could_have_sent()
    {
        HttpRequestMessage? seen = null;
        var body = string.Empty;
        using var pipeline = new HttpMessageInvoker(new StubTransport(async (request, cancellationToken) =>
        {
            seen = request;
            body = await request.Content!.ReadAsStringAsync(cancellationToken);
            return StubTransport.Reply(HttpStatusCode.OK, Keys);
        }));

        var description = await new TableDescriber(pipeline, TestNodes.Address("10.0.0.1")).DescribeAsync("or\"ders", CancellationToken.None);

        Assert.That(description, Is.EqualTo(new TableDescription("customer", false, string.Empty)));
        Assert.That((seen!.Method, seen.RequestUri), Is.EqualTo((HttpMethod.Post, TestNodes.Address("10.0.0.1"))));
        Assert.That(seen.Headers.GetValues("X-Amz-Target"), Is.EqualTo(["DynamoDB_20120810.DescribeTable"]));
        Assert.That(seen.Content!.Headers.ContentType!.ToString(), Is.EqualTo("application/x-amz-json-1.0"));
        Assert.That(body, Is.EqualTo("""{"TableName":"or\u0022ders"}"""));
    }

    [TestCase(HttpStatusCode.OK, "{}", true)]
    [TestCase(HttpStatusCode.BadRequest, Keys, true)]
    [TestCase((HttpStatusCode)499, "{}", true)]
    [TestCase(HttpStatusCode.InternalServerError, "{}", false)]
    [TestCase(HttpStatusCode.ServiceUnavailable, Keys, false)]
    public async Task Asking_again_helps_against_a_fault_of_the_node_alone(HttpStatusCode status, string body, bool isFinal)
    {
        using var pipeline = new HttpMessageInvoker(new StubTransport(_ => StubTransport.Reply(status, body)));

        var description = await new TableDescriber(pipeline, TestNodes.Address("10.0.0.1")).DescribeAsync("orders", CancellationToken.None);

        Assert.That((description.PartitionKey, description.IsFinal), Is.EqualTo(((string?)null, isFinal)));
        Assert.That(description.Failure, Is.Not.Empty);
    }

    [Test]
    public async Task A_request_that_no_node_answered_is_a_failure_that_may_pass()
    {
        using var pipeline = new HttpMessageInvoker(new StubTransport(_ => throw StubTransport.Refused()));

        var description = await new TableDescriber(pipeline, TestNodes.Address("10.0.0.1")).DescribeAsync("orders", CancellationToken.None);

        Assert.That(description, Is.EqualTo(new TableDescription(null, false, "refused")));
    }

    [TestCase("")]
    [TestCase("garbage")]
    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("{\"Table\":[]}")]
    [TestCase("{\"Table\":{}}")]
    [TestCase("{\"Table\":{\"KeySchema\":{}}}")]
    [TestCase("{\"Table\":{\"KeySchema\":[]}}")]
    [TestCase("{\"Table\":{\"KeySchema\":[7]}}")]
    [TestCase("{\"Table\":{\"KeySchema\":[{\"AttributeName\":\"at\",\"KeyType\":\"RANGE\"}]}}")]
    [TestCase("{\"Table\":{\"KeySchema\":[{\"AttributeName\":7,\"KeyType\":\"HASH\"}]}}")]
    [TestCase("{\"Table\":{\"KeySchema\":[{\"KeyType\":\"HASH\"}]}}")]
    public void An_answer_that_names_no_partition_key_is_none(string body) =>
        Assert.That(TableDescriber.ParsePartitionKey(System.Text.Encoding.UTF8.GetBytes(body)), Is.Null);

    [Test]
    public async Task A_description_without_end_is_not_read_to_the_end_of_memory()
    {
        using var endless = new EndlessStream();
        using var pipeline = new HttpMessageInvoker(new StubTransport(_ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(endless) }));

        var description = await new TableDescriber(pipeline, TestNodes.Address("10.0.0.1")).DescribeAsync("orders", CancellationToken.None);

        Assert.That((description.PartitionKey, description.IsFinal), Is.EqualTo(((string?)null, false)));
        Assert.That(endless.Given, Is.LessThan(4 * 1024 * 1024));
    }

    private sealed class EndlessStream : MemoryStream
    {
        // Enough is enough: the test is to fail, not the machine.
        private const long Most = 64 * 1024 * 1024;

        public long Given { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Given += buffer.Length;
            return new ValueTask<int>(Given < Most ? buffer.Length : 0);
        }

        public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            var chunk = new byte[16 * 1024];
            for (Given = 0; Given < Most; Given += chunk.Length)
            {
                await destination.WriteAsync(chunk, cancellationToken);
            }
        }
    }
}
