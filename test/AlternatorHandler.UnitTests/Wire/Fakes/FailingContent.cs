using System.Net;

namespace AlternatorHandler.UnitTests.Wire.Fakes;

/// <summary>Represents content that fails after its first byte.</summary>
internal sealed class FailingContent : HttpContent
{
    protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        stream.Write([1]);
        throw new IOException("The source was closed.");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => throw new NotSupportedException();

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
