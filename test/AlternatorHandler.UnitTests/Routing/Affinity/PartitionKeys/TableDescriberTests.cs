using System.Net;
using AlternatorHandler.Routing.Affinity.PartitionKeys;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Routing.Affinity.PartitionKeys;

public sealed class TableDescriberTests
{
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
