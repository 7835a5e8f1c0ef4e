using System.Net;
using AlternatorHandler.Affinity;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Affinity;

public sealed class TableDescriberTests
{
    private const string Keys = """{"Table":{"KeySchema":[{"AttributeName":"at","KeyType":"RANGE"},{"AttributeName":"customer","KeyType":"HASH"}]}}""";

    [Test]
    public async Task The_DescribeTable_request_has_the_form_of_a_request_of_the_SDK()
    {
        HttpRequestMessage? sent = null;
        var body = string.Empty;
        using var pipeline = new HttpMessageInvoker(new StubTransport(async (request, cancellationToken) =>
        {
            sent = request;
            body = await request.Content!.ReadAsStringAsync(cancellationToken);
            return StubTransport.Respond(HttpStatusCode.OK, Keys);
        }));

        var description = await new TableDescriber(pipeline, TestNodes.Address("10.0.0.1")).DescribeAsync("or\"ders", CancellationToken.None);

        Assert.That(description, Is.EqualTo(new TableDescription("customer", false, string.Empty)));
        Assert.That((sent!.Method, sent.RequestUri), Is.EqualTo((HttpMethod.Post, TestNodes.Address("10.0.0.1"))));
        Assert.That(sent.Headers.GetValues("X-Amz-Target"), Is.EqualTo(["DynamoDB_20120810.DescribeTable"]));
        Assert.That(sent.Content!.Headers.ContentType!.ToString(), Is.EqualTo("application/x-amz-json-1.0"));
        Assert.That(body, Is.EqualTo("""{"TableName":"or\u0022ders"}"""));
    }

    [TestCase(HttpStatusCode.OK, "{}", true)]
    [TestCase(HttpStatusCode.BadRequest, Keys, true)]
    [TestCase((HttpStatusCode)499, "{}", true)]
    [TestCase(HttpStatusCode.InternalServerError, "{}", false)]
    [TestCase(HttpStatusCode.ServiceUnavailable, Keys, false)]
    public async Task A_description_without_a_key_is_final_unless_the_node_returned_a_server_error(HttpStatusCode status, string body, bool isFinal)
    {
        using var pipeline = new HttpMessageInvoker(new StubTransport(_ => StubTransport.Respond(status, body)));

        var description = await new TableDescriber(pipeline, TestNodes.Address("10.0.0.1")).DescribeAsync("orders", CancellationToken.None);

        Assert.That((description.PartitionKey, description.IsFinal), Is.EqualTo(((string?)null, isFinal)));
        Assert.That(description.Failure, Is.Not.Empty);
    }

    [Test]
    public async Task A_description_that_received_no_response_is_not_final()
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
    public void A_response_without_a_partition_key_is_parsed_as_none(string body) =>
        Assert.That(TableDescriber.ParsePartitionKey(System.Text.Encoding.UTF8.GetBytes(body)), Is.Null);

    [Test]
    public async Task An_endless_description_is_read_only_up_to_a_limit()
    {
        using var endless = new EndlessStream();
        using var pipeline = new HttpMessageInvoker(new StubTransport(_ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(endless) }));

        var description = await new TableDescriber(pipeline, TestNodes.Address("10.0.0.1")).DescribeAsync("orders", CancellationToken.None);

        Assert.That((description.PartitionKey, description.IsFinal), Is.EqualTo(((string?)null, false)));
        Assert.That(endless.Produced, Is.LessThan(4 * 1024 * 1024));
    }

    private sealed class EndlessStream : MemoryStream
    {
        // Ends the stream, so that a missing limit fails the test and does not exhaust the memory.
        private const long Limit = 64 * 1024 * 1024;

        public long Produced { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Produced += buffer.Length;
            return new ValueTask<int>(Produced < Limit ? buffer.Length : 0);
        }

        public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            var chunk = new byte[16 * 1024];
            for (Produced = 0; Produced < Limit; Produced += chunk.Length)
            {
                await destination.WriteAsync(chunk, cancellationToken);
            }
        }
    }
}
