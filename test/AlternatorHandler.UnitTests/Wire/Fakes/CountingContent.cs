using System.Net;

namespace AlternatorHandler.UnitTests.Wire.Fakes;

/// <summary>Represents content that counts how many times it is written.</summary>
internal sealed class CountingContent(byte[] body) : HttpContent
{
    public int Copies { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        SerializeToStream(stream, context, default);
        return Task.CompletedTask;
    }

    protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        Copies++;
        stream.Write(body);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }
}
